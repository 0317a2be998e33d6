import { launchVariables } from "../protocol/launch.js";
import { summaryOf } from "./backendErrors.js";
import { failedLately, forgetBuildFailure, recordBuildFailure } from "./buildFailure.js";
import type { Progress } from "./buildFromWheel.js";
import { type InstallOptions, installNative } from "./installNative.js";
import { nativeFolder, readNativeInstall } from "./nativeInstall.js";
import { selfTest } from "./selfTest.js";
import { stockInstall } from "./stockInstall.js";

/**
 * Sees to it, before training, that the best backend can be loaded: builds tfjs-node when it is not there, unless another backend is forced
 * or a build failed lately. Never throws: what went wrong is told and kept for the backend's report, and training goes on without it.
 */
export async function ensureBackend(
  progress: Progress = (line) => console.error(line),
  options: Pick<InstallOptions, "env" | "build"> = {},
): Promise<void> {
  const env = options.env ?? process.env;
  const forced = env[launchVariables.backend] || "node";
  if (forced !== "node" || hasNative(env) || failedLately(env)) return;
  progress("tfjs-node is not installed here; building it once for all experiments.");
  try {
    await installNative({ ...options, progress });
    forgetBuildFailure(env);
  } catch (error) {
    progress(messageOf(error));
    progress("Training goes on without it, which is slower.");
    keep(error, progress, env);
  }
}

/** `lightning backend install`: builds it now, whatever failed before, unless it is there and works. Gives its folder. */
export async function installBackend(options: InstallOptions): Promise<string> {
  const force = options.force === true || !(await works(nativeFolder(options.env)));
  const folder = await installNative({ ...options, force });
  forgetBuildFailure(options.env);
  return folder;
}

/** True when tfjs-node is there, by its own install or built. */
export function hasNative(env: NodeJS.ProcessEnv = process.env): boolean {
  return readNativeInstall(nativeFolder(env)) !== null || stockInstall() !== null;
}

/** Asks the self-test of an install that looks whole: its library may not fit the machine, or a file be damaged. */
async function works(folder: string): Promise<boolean> {
  if (readNativeInstall(folder) === null) return false;
  return selfTest(folder).then(
    () => true,
    () => false,
  );
}

function keep(error: unknown, progress: Progress, env: NodeJS.ProcessEnv): void {
  try {
    recordBuildFailure(summaryOf(error), env);
  } catch (unwritable) {
    progress(`The cache folder cannot be written, so every run will try again: ${messageOf(unwritable)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
