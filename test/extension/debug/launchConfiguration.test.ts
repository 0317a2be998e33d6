import { join } from "node:path";
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
});
