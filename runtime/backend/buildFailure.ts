import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { cacheFolder } from "../cacheFolder.js";

/** Why the native backend could not be built, kept so that not every run tries again. */
export interface BuildFailure {
  readonly reason: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The settings it depended on; with other ones it is tried again at once. */
  readonly settings: string;
}

const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;

export function readBuildFailure(env: NodeJS.ProcessEnv = process.env): BuildFailure | null {
  try {
    return JSON.parse(readFileSync(failureFile(env), "utf8")) as BuildFailure;
  } catch {
    // No record, or none that can be read: nothing has failed.
    return null;
  }
}

export function recordBuildFailure(reason: string, env: NodeJS.ProcessEnv = process.env): void {
  mkdirSync(cacheFolder(env), { recursive: true });
  writeFileAtomic(
    failureFile(env),
    JSON.stringify({ reason, time: Date.now(), settings: settings(env) } satisfies BuildFailure),
  );
}

export function forgetBuildFailure(env: NodeJS.ProcessEnv = process.env): void {
  rmSync(failureFile(env), { force: true });
}

/** True when a build failed within the last day under the same settings. */
export function failedLately(env: NodeJS.ProcessEnv = process.env): boolean {
  const failure = readBuildFailure(env);
  return failure !== null && failure.settings === settings(env) && Date.now() - failure.time < RETRY_AFTER_MS;
}

function failureFile(env: NodeJS.ProcessEnv): string {
  return join(cacheFolder(env), "native-build-failed.json");
}

function settings(env: NodeJS.ProcessEnv): string {
  return ["PIP_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX", "PATH"]
    .map((name) => `${name}=${env[name] ?? ""}`)
    .join("\n");
}
