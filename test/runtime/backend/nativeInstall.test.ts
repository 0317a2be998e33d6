import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MANIFEST, readNativeInstall, writeManifest } from "../../../runtime/backend/nativeInstall.js";
import { temporaryFolder } from "../temporaryFolder.js";

test("an install is whole when all its files have their sizes", async () => {
  expect(readNativeInstall(await anInstall())?.files).toEqual({
    "lib/a.so": { bytes: 3, sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  });
});

test("it is not when a file is shorter, gone, or the manifest is not there or no manifest", async () => {
  const [shorter, gone, unfinished, garbage, foreign] = await Promise.all([0, 1, 2, 3, 4].map(anInstall));
  writeFileSync(join(shorter as string, "lib/a.so"), "ab");
  rmSync(join(gone as string, "lib/a.so"));
  rmSync(join(unfinished as string, MANIFEST));
  writeFileSync(join(garbage as string, MANIFEST), '{"version": 1, "fil');
  writeFileSync(join(foreign as string, MANIFEST), '{"version": 1, "files": {"lib/a.so": 3}}');
  const found = [shorter, gone, unfinished, garbage, foreign].map((folder) => readNativeInstall(folder as string));
  expect(found).toEqual([null, null, null, null, null]);
});

async function anInstall(): Promise<string> {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "lib"));
  writeFileSync(join(folder, "lib/a.so"), "abc");
  await writeManifest(folder, ["lib/a.so"]);
  return folder;
}
