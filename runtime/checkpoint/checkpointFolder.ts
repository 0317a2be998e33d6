import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { homedir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { CHECKPOINT_EXTENSION } from "./checkpointFile.js";

/** A folder as the user gave it, absolute and without links on the way. */
export function realFolder(path: string): string {
  const absolute = resolve(path.replace(/^~(?=$|[\\/])/, homedir()));
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : join(realFolder(parent), basename(absolute));
}

export function isEmptyFolder(path: string): boolean {
  return !existsSync(path) || !statSync(path).isDirectory() || readdirSync(path).length === 0;
}

/** Removes a checkpoint that is no longer wanted: a `.safetensors` file below the folder, and never anything else. */
export function removeCheckpoint(path: string, folder: string): void {
  if (isBelow(path, folder) && path.endsWith(CHECKPOINT_EXTENSION)) rmSync(path, { force: true });
}

/** True when a file lies below a folder, also when links lead to it. */
function isBelow(path: string, folder: string): boolean {
  const way = relative(realFolder(folder), join(realFolder(dirname(path)), basename(path)));
  return way !== "" && !isAbsolute(way) && way.split(/[\\/]/)[0] !== "..";
}

/** The checkpoints in a folder that were the last of a run: `last.safetensors`, `last-v1.safetensors`. */
export function lastCheckpoints(folder: string, name: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.startsWith(name) && file.endsWith(CHECKPOINT_EXTENSION))
    .map((file) => join(folder, file));
}

/** The youngest of some files that exist; null: none does. */
export function youngest(paths: readonly string[]): string | null {
  const dated = paths.filter((path) => existsSync(path)).map((path) => ({ path, time: statSync(path).mtimeMs }));
  return (
    dated.reduce<(typeof dated)[number] | null>((best, one) => (best && best.time >= one.time ? best : one), null)
      ?.path ?? null
  );
}

/** Makes `link` lead to a checkpoint, or a copy of it where the system allows no links. */
export function linkCheckpoint(path: string, link: string): void {
  if (resolve(path) === resolve(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  const temporary = `${link}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  try {
    symlinkSync(relative(dirname(link), path), temporary);
  } catch {
    // Windows asks for a privilege to make links.
    copyFileSync(path, temporary);
  }
  renameSync(temporary, link);
}
