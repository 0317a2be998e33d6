import { expect, test } from "vitest";
import { packageVersion } from "../../../runtime/packageFolder.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { lightning } from "./lightning.js";

const HELP = [
  "Deep learning the PyTorch Lightning way, in TypeScript.",
  "",
  "  lightning new DIR [--template NAME] [--no-install]  make an experiment: a project to fill in",
  "  lightning update DIR                                bring an experiment to this version of the runtime",
  "  lightning run FILE [ARGUMENT …]                     run a program, such as an experiment's main.ts",
  "  lightning runs [DIR]                                list the runs below a folder",
  "  lightning backend [--json | install]                say which engine computes; install the native one",
  "  lightning --version                                 print the version",
  "",
].join("\n");

test("without a command, or with --help, it lists its commands", async () => {
  expect(await lightning(temporaryFolder(), [])).toEqual({ code: 0, out: HELP, err: "" });
  expect(await lightning(temporaryFolder(), ["--help"])).toEqual({ code: 0, out: HELP, err: "" });
});

test("--version prints the runtime's", async () => {
  expect((await lightning(temporaryFolder(), ["--version"])).out).toBe(`${packageVersion()}\n`);
});

test("a command that is not there ends with exit code 2, the nearest one and the list", async () => {
  expect(await lightning(temporaryFolder(), ["rnu"])).toEqual({
    code: 2,
    out: "",
    err: `lightning rnu: there is no such command. Did you mean \`lightning run\`?\n\n${HELP}`,
  });
});
