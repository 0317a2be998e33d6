import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { parseLaunchConfiguration } from "../../../extension/debug/launchConfiguration.js";
import { temporaryFolder } from "../../temporaryFolder.js";

describe("a launch configuration", () => {
  it("has sensible values for all that it leaves out", () => {
    const folder = temporaryFolder({ "main.ts": "" });

    expect(parseLaunchConfiguration({ program: join(folder, "main.ts") })).toEqual({
      program: join(folder, "main.ts"),
      args: [],
      cwd: folder,
      env: {},
      runtimeExecutable: "node",
      runtimeArgs: [],
      stopOnEntry: false,
      stopOnStep: null,
      justMyCode: true,
      skipFiles: [],
      noDebug: false,
      overrides: {},
    });
  });

  it("gives Trainer options under their own names; `overrides` has the last word", () => {
    const folder = temporaryFolder({ "main.ts": "" });
    const launch = {
      program: "main.ts",
      cwd: folder,
      fastDevRun: true,
      limitTrainBatches: 5,
      overrides: { maxEpochs: 2, fastDevRun: 3 },
    };

    expect(parseLaunchConfiguration(launch).overrides).toEqual({ fastDevRun: 3, limitTrainBatches: 5, maxEpochs: 2 });
  });

  it("says what to correct when the program is not given or not there", () => {
    const folder = temporaryFolder();

    expect(() => parseLaunchConfiguration({})).toThrow(
      "The launch configuration has no `program`. Set it to the experiment's main.ts, for example `${workspaceFolder}/main.ts`.",
    );
    expect(() => parseLaunchConfiguration({ program: "main.ts", cwd: folder })).toThrow(
      `There is no file ${join(folder, "main.ts")}. Correct \`program\` in .vscode/launch.json.`,
    );
  });

  it("takes arguments and variables as they are, whatever they are", () => {
    const folder = temporaryFolder({ "main.ts": "" });
    const { args, env, cwd } = parseLaunchConfiguration({
      program: pathToFileURL(join(folder, "main.ts")).href,
      args: ["a b", '"', "", 1, true],
      env: { A: 1, B: "é", C: null },
      cwd: null,
    });

    expect({ args, env, cwd }).toEqual({
      args: ["a b", '"', "", "1", "true"],
      env: { A: "1", B: "é", C: undefined },
      cwd: folder,
    });
  });

  it.each([
    [
      { args: "--lr 0.1" },
      '`args` of the launch configuration is "--lr 0.1". Give a list of texts, such as ["--lr","0.1"].',
    ],
    [{ args: [null] }, "`args` of the launch configuration is [null]. Give a list of texts"],
    [{ env: "A=1" }, '`env` of the launch configuration is "A=1". Give an object, such as { '],
    [{ env: { A: {} } }, 'is {"A":{}}. Give a text for each variable, or null to remove it.'],
    [{ cwd: 1 }, '`cwd` of the launch configuration is 1. Give a text, such as "${workspaceFolder}".'],
    [{ stopOnEntry: "yes" }, '`stopOnEntry` of the launch configuration is "yes". Give true or false.'],
    [{ overrides: [] }, "`overrides` of the launch configuration is []. Give an object"],
    [{ stopOnStep: "step" }, "`stopOnStep` is `step`, which is no step. Name one of `trainingStep`"],
    [
      { runtimeArgs: ["--inspect-brk"] },
      "`--inspect-brk` in `runtimeArgs` makes Node wait for another debugger. Leave it out",
    ],
    [{ program: "." }, "is a folder. Set `program` to the file in it that is to run, such as main.ts."],
    [
      { program: "notes.txt" },
      "notes.txt is neither TypeScript nor JavaScript. Set `program` to the file that is to run",
    ],
    [{ cwd: "main.ts", program: "" }, "The launch configuration has no `program`."],
  ])("says what is wrong with %j", (attributes, message) => {
    const folder = temporaryFolder({ "main.ts": "", "notes.txt": "" });

    expect(() => parseLaunchConfiguration({ program: "main.ts", cwd: folder, ...attributes })).toThrow(message);
  });
});
