import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** A lock without a readable owner is one that is being made just now, unless it is older than this. */
const MAKING_MS = 10_000;

/**
 * Runs `work` while no other process holds the same lock: a folder with the owner's pid in it. The lock of a process that has died is
 * taken over.
 *
 * @param onWait called once, with the owner's pid, when another process holds it.
 */
export async function withFolderLock<T>(
  folder: string,
  onWait: (pid: number | null) => void,
  work: () => Promise<T>,
): Promise<T> {
  let said = false;
  while (!tryLock(folder)) {
    const owner = ownerOf(folder);
    if (isStale(folder, owner)) {
      breakLock(folder);
      continue;
    }
    if (!said) onWait(owner);
    said = true;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    return await work();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True while a process with this number runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function tryLock(folder: string): boolean {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  writeFileSync(join(folder, "pid"), String(process.pid));
  return true;
}

function ownerOf(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, "pid"), "utf8")) || null;
  } catch {
    // Between the making of the folder and of the file, or after its removal.
    return null;
  }
}

function isStale(folder: string, owner: number | null): boolean {
  if (owner !== null) return !isAlive(owner);
  const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  return age > MAKING_MS;
}

/** Renamed before it is removed: of two processes that find the same dead lock only one gets it. */
function breakLock(folder: string): void {
  const dead = `${folder}.${process.pid}.dead`;
  try {
    renameSync(folder, dead);
  } catch {
    // The other one was first.
    return;
  }
  rmSync(dead, { recursive: true, force: true });
}
