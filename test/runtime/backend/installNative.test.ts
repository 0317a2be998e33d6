import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { installNative } from "../../../runtime/backend/installNative.js";
import { nativeFolder, readNativeInstall, writeManifest } from "../../../runtime/backend/nativeInstall.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { deadPid } from "./deadPid.js";
import { deferred } from "./deferred.js";

const silent = () => {};

test("a build is put into place whole, and nothing else is left", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  const folder = await installNative({ progress: silent, env, build: buildFile });
  expect(folder).toBe(nativeFolder(env));
  expect(readNativeInstall(folder)).not.toBeNull();
  expect(readdirSync(env.LIGHTNING_CACHE)).toEqual([basename(folder)]);
});

test("a build that fails leaves nothing", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  const build = async (folder: string) => {
    writeFileSync(join(folder, "half"), "");
    throw new Error("no network");
  };
  await expect(installNative({ progress: silent, env, build })).rejects.toThrow("no network");
  expect(readdirSync(env.LIGHTNING_CACHE)).toEqual([]);
});

test("what is there is used; force builds it again", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  let builds = 0;
  const build = (folder: string) => {
    builds++;
    return buildFile(folder);
  };
  for (const force of [false, false, true]) await installNative({ progress: silent, env, build, force });
  expect(builds).toBe(2);
});

test.each([false, true])("a second one waits, says so, and uses the first one's result (force: %s)", async (force) => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  const waiting = deferred();
  const said: string[] = [];
  const build = async (folder: string) => {
    await waiting.promise;
    await buildFile(folder);
  };
  const first = installNative({ progress: silent, env, build });
  const second = installNative({
    progress: (line) => {
      said.push(line);
      waiting.resolve();
    },
    env,
    force,
    build: () => expect.unreachable("it should use the first one's"),
  });
  expect(await first).toBe(await second);
  expect(said).toEqual([`Waiting for process ${process.pid}, which is building the native backend …`]);
});

test("the half-built folders of killed processes are removed, those of living ones are not", async () => {
  const env = { LIGHTNING_CACHE: temporaryFolder() };
  const name = basename(nativeFolder(env));
  const parts = [`${name}.${deadPid()}.part`, `${name}.${process.ppid}.part`, `other.${deadPid()}.part`];
  for (const part of parts) mkdirSync(join(env.LIGHTNING_CACHE, part));
  await installNative({ progress: silent, env, build: buildFile });
  expect(readdirSync(env.LIGHTNING_CACHE).sort()).toEqual([name, ...parts.slice(1)].sort());
});

async function buildFile(folder: string): Promise<void> {
  writeFileSync(join(folder, "library"), "abc");
  await writeManifest(folder, ["library"]);
}
