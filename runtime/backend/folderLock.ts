import { randomUUID } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Tells one holding from the next by the same process. */
  readonly token: string;
}

const OWNER_FILE = "owner.json";
const HEARTBEAT_MS = 5_000;
/** A lock whose owner has not been heard of for so long is dead: its pid may belong to another program by now, or to another machine. */
const SILENT_MS = 60_000;
const POLL_MS = 250;

/**
 * Runs `work` while no other process holds the same lock, which is a folder. The lock of a process that has died is taken over.
 *
 * @param onWait called once, with the owner when it can be read, if another process holds it.
 */
export async function withFolderLock<T>(
  folder: string,
  onWait: (owner: LockOwner | null) => void,
  work: () => Promise<T>,
): Promise<T> {
  let waiting = false;
  while (!tryLock(folder)) {
    const owner = readOwner(folder);
    if (isDead(folder, owner)) {
      takeAway(folder, owner);
      continue;
    }
    if (!waiting) onWait(owner);
    waiting = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const heartbeat = setInterval(() => touch(folder), HEARTBEAT_MS).unref();
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** True while a process with this number runs on this machine. */
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
  const owner: LockOwner = { pid: process.pid, host: hostname(), token: randomUUID() };
  writeFileSync(join(folder, OWNER_FILE), JSON.stringify(owner));
  return true;
}

function touch(folder: string): void {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Someone removed the lock by hand; the work goes on, and its result is the same.
  }
}

function readOwner(folder: string): LockOwner | null {
  try {
    return parseOwner(JSON.parse(readFileSync(join(folder, OWNER_FILE), "utf8")));
  } catch {
    // Between the making of the folder and of the file, or after its removal.
    return null;
  }
}

function parseOwner(value: unknown): LockOwner | null {
  if (typeof value !== "object" || value === null) return null;
  const { pid, host, token } = value as Partial<Record<keyof LockOwner, unknown>>;
  return typeof pid === "number" && typeof host === "string" && typeof token === "string" ? { pid, host, token } : null;
}

function isDead(folder: string, owner: LockOwner | null): boolean {
  if (owner?.host === hostname() && !isAlive(owner.pid)) return true;
  const heard = statSync(folder, { throwIfNoEntry: false })?.mtimeMs;
  return heard !== undefined && Date.now() - heard > SILENT_MS;
}

/**
 * A name made from the owner's token and a check of what was caught: of several processes that found the same dead lock, none removes the
 * new one that another has made meanwhile.
 */
function takeAway(folder: string, dead: LockOwner | null): void {
  const caught = `${folder}.${dead?.token ?? "unowned"}.${process.pid}.dead`;
  try {
    renameSync(folder, caught);
  } catch {
    // The other process was first.
    return;
  }
  if (readOwner(caught)?.token === dead?.token) {
    rmSync(caught, { recursive: true, force: true });
  } else {
    renameSync(caught, folder);
  }
}
