import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder for the running test, with a space in its path. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lightning test "));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
