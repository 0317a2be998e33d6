import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DIED_EARLY, recordedSuite } from "../../../scripts/vscode/suiteRecord.mjs";
import { temporaryFolder } from "../../temporaryFolder.js";

const require = createRequire(import.meta.url);

test("a suite that passes keeps VS Code's exit code", async () => {
  const { entry, exitCode } = suite("exports.run = async () => {};");
  await require(entry).run();
  expect(exitCode(0)).toBe(0);
});

test("a suite that fails says so to VS Code, and never ends with 0", async () => {
  const { entry, exitCode } = suite('exports.run = async () => { throw new Error("2 failed"); };');
  await expect(require(entry).run()).rejects.toThrow("2 failed");
  expect([exitCode(0), exitCode(3)]).toEqual([1, 3]);
});

test("a suite that never came to its end has failed, though VS Code says 0", () => {
  const { exitCode } = suite("exports.run = async () => process.exit(0);");
  expect(exitCode(0)).toBe(DIED_EARLY);
});

function suite(source: string) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "tests.cjs"), source);
  return recordedSuite(folder, join(folder, "tests.cjs"));
}
