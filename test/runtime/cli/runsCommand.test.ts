import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runsCommand } from "../../../runtime/cli/runsCommand.js";
import { temporaryFolder } from "../temporaryFolder.js";

test("runs are listed newest first, with their state; folders without a readable run.json are passed over", async () => {
  const folder = temporaryFolder();
  write(folder, "a/lightning_logs/version_0", {
    status: "finished",
    startedAt: "2026-01-02T03:04:05.678Z",
    epoch: 3,
    globalStep: 40,
  });
  write(folder, "a/lightning_logs/version_1", {
    status: "failed",
    startedAt: "2026-01-03T03:04:05.678Z",
    epoch: 1,
    globalStep: 7,
  });
  write(folder, "b/broken", null);
  write(folder, "node_modules/x", { status: "running", startedAt: "2026-01-04T00:00:00Z", epoch: 0, globalStep: 0 });
  expect(await run(folder)).toEqual({
    code: 0,
    out: [
      "failed      2026-01-03 03:04:05  epoch 1  step 7  a/lightning_logs/version_1",
      "finished    2026-01-02 03:04:05  epoch 3  step 40  a/lightning_logs/version_0",
    ],
    err: [],
  });
});

test("where there is none it says how to make one", async () => {
  const folder = temporaryFolder();
  expect((await run(folder)).out).toEqual([`No runs below ${folder}. \`lightning run main.ts\` makes one.`]);
});

test("a folder that is not there is an error", async () => {
  const gone = join(temporaryFolder(), "gone");
  expect(await run(gone)).toEqual({ code: 2, out: [], err: [`lightning runs ${gone}: there is no such folder.`] });
});

function write(folder: string, path: string, run: object | null): void {
  mkdirSync(join(folder, path), { recursive: true });
  const text = run === null ? "{" : JSON.stringify({ version: 1, fn: "fit", stage: null, ...run });
  writeFileSync(join(folder, path, "run.json"), text);
}

async function run(folder: string) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runsCommand([folder], { out: (line) => out.push(line), err: (line) => err.push(line) });
  return { code, out, err };
}
