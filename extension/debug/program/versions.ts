import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { adapterErrors } from "../adapterErrors.js";

/** The oldest Node and the oldest runtime that this debugger works with. */
export const OLDEST_NODE = "20.19.0";
export const OLDEST_RUNTIME = "0.1.0";

/** @throws what to do when a Node is too old. */
export function checkNodeVersion(version: string, executable: string): void {
  if (isOlder(version, OLDEST_NODE)) throw new Error(adapterErrors.nodeTooOld(executable, version, OLDEST_NODE));
}

/** @throws what to do when the runtime of an experiment is too old. */
export function checkRuntime(cli: string): void {
  const { version } = JSON.parse(readFileSync(join(dirname(dirname(cli)), "package.json"), "utf8")) as {
    version?: string;
  };
  if (version !== undefined && isOlder(version, OLDEST_RUNTIME))
    throw new Error(adapterErrors.runtimeTooOld(version, OLDEST_RUNTIME));
}

function isOlder(version: string, oldest: string): boolean {
  const [found, wanted] = [version, oldest].map((text) => text.split(/[.-]/, 3).map(Number));
  for (let i = 0; i < 3; i++) {
    const difference = (found?.[i] ?? 0) - (wanted?.[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
