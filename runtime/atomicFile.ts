import { renameSync, rmSync, writeFileSync } from "node:fs";

/** Writes a file so that a reader sees the old text or the new one, never a part: a temporary name beside it, then a rename. */
export function writeFileAtomic(path: string, data: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, data);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
