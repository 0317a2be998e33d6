import { forcedBackend } from "./backendReport.js";
import { failedLately, forgetBuildFailure, recordBuildFailure } from "./buildFailure.js";
import { buildFromWheel, type Progress } from "./buildFromWheel.js";
import { stockInstall } from "./loadBackend.js";
import { nativeFolder, readNativeInstall } from "./nativeInstall.js";

/**
 * Sees to it that the best backend can be loaded: builds tfjs-node when it is not there, unless another backend is forced or a build
 * failed lately. Never throws: what went wrong is told and kept, and training goes on with WebAssembly.
 */
export async function ensureBackend(progress: Progress, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const forced = forcedBackend(env);
  if (forced === "wasm" || forced === "cpu" || hasNative(env) || failedLately(env)) return;
  progress("tfjs-node has no native library here; building it once for all experiments.");
  try {
    await buildFromWheel(progress, env);
    forgetBuildFailure(env);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    recordBuildFailure(firstLine(reason), env);
    progress(
      `${reason}\nTraining goes on with WebAssembly, which is slower. \`npx lightning backend install\` tries again.`,
    );
  }
}

/** `lightning backend install`: builds it now, whatever happened before. */
export async function installBackend(progress: Progress, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const folder = await buildFromWheel(progress, env);
  forgetBuildFailure(env);
  return folder;
}

export function hasNative(env: NodeJS.ProcessEnv = process.env): boolean {
  return stockInstall() !== null || readNativeInstall(nativeFolder(env)) !== null;
}

function firstLine(text: string): string {
  const [line = text] = text.split("\n");
  return line.replace(/:$/, "");
}
