import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The clone. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** A folder with some files in which the runtime of this clone is installed; removed when the test is over. */
export function experiment(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "lightning test "));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(join(root, "runtime"), join(folder, "node_modules", "lightning-runtime"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
