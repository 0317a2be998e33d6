import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { BackendBuildError } from "../../../runtime/backend/backendErrors.js";
import { readBuildFailure } from "../../../runtime/backend/buildFailure.js";
import { ensureBackend } from "../../../runtime/backend/ensureBackend.js";
import { writeManifest } from "../../../runtime/backend/nativeInstall.js";
import { temporaryFolder } from "../temporaryFolder.js";

vi.mock("../../../runtime/backend/stockInstall.js", () => ({ stockInstall: () => null }));

const broken = async () => {
  throw new BackendBuildError("there is no compiler", "There is no compiler here. Install one.");
};

test("it builds what is not there, once", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  const build = vi.fn(async (folder: string) => {
    writeFileSync(join(folder, "library"), "abc");
    await writeManifest(folder, ["library"]);
  });
  expect(await linesOf(env, build)).toEqual(["tfjs-node is not installed here; building it once for all experiments."]);
  expect(await linesOf(env, build)).toEqual([]);
  expect(build).toHaveBeenCalledOnce();
});

test("a failure is told, kept, and not repeated by the next run", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  expect(await linesOf(env, broken)).toEqual([
    "tfjs-node is not installed here; building it once for all experiments.",
    "There is no compiler here. Install one.",
    "Training goes on without it, which is slower.",
  ]);
  expect(readBuildFailure(env)?.reason).toBe("there is no compiler");
  expect(await linesOf(env, broken)).toEqual([]);
});

test.each(["wasm", "cpu", "gpu"])("nothing is built when LIGHTNING_BACKEND is %s", async (forced) => {
  const env = { LIGHTNING_CACHE: temporaryFolder(), LIGHTNING_BACKEND: forced };
  expect(await linesOf(env, broken)).toEqual([]);
});

test("a cache that cannot be written does not end the run", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  const lines = await linesOf({ LIGHTNING_CACHE: join(file, "cache") }, broken);
  expect(lines.at(-1)).toMatch(/^The cache folder cannot be written, so every run will try again: /);
});

async function linesOf(env: NodeJS.ProcessEnv, build: (folder: string) => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  await ensureBackend((line) => lines.push(line), { env, build });
  return lines;
}
