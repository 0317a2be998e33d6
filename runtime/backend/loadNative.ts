import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import util from "node:util";
import type * as tfjs from "@tensorflow/tfjs";
import { EARLY_BINDING } from "./compileBinding.js";
import { nativeFolder, readNativeInstall } from "./nativeInstall.js";
import { BINDING, stockInstall } from "./stockInstall.js";

export interface NativeEngine {
  readonly tf: typeof tfjs;
  /** A sentence. */
  readonly reason: string;
  readonly where: string;
  /** The version of TensorFlow's library. */
  readonly tensorflow: string;
}

/**
 * tfjs-node by npm's install, else as built into the per-user cache.
 *
 * @returns the engine, or why there is none, as the end of a sentence.
 */
export function loadNative(env: NodeJS.ProcessEnv): NativeEngine | string {
  const stock = stockInstall();
  const built = nativeFolder(env);
  const failures: string[] = [];
  const load = (where: string, packageDir: string, reason: string) => {
    try {
      return requireNative(where, packageDir, reason, env);
    } catch (error) {
      failures.push(`tfjs-node in ${where} does not load (${error instanceof Error ? error.message : String(error)})`);
      return null;
    }
  };
  const engine =
    (stock && load(stock, stock, "tfjs-node is installed by npm.")) ||
    (readNativeInstall(built) &&
      load(
        built,
        join(built, "node_modules", "@tensorflow", "tfjs-node"),
        "tfjs-node was built on this machine with TensorFlow's own library.",
      ));
  return engine || failures.join(", ") || "tfjs-node is not installed here";
}

function requireNative(where: string, packageDir: string, reason: string, env: NodeJS.ProcessEnv): NativeEngine {
  // TensorFlow reads these when its library is loaded: no start-up lines, and oneDNN's kernels, which it leaves off on CPUs without AVX-512.
  env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  env["TF_ENABLE_ONEDNN_OPTS"] ??= "1";
  restoreRemovedUtil();
  const require = createRequire(join(packageDir, "package.json"));
  // TensorFlow's library takes as long to load as tfjs: each in a thread of its own.
  const early = join(packageDir, EARLY_BINDING);
  if (existsSync(early)) require(early);
  try {
    const tf = require(packageDir) as typeof tfjs;
    const binding = require(join(packageDir, BINDING)) as { readonly TF_Version?: string };
    return { tf, reason, where, tensorflow: binding.TF_Version ?? "unknown" };
  } catch (error) {
    forgetEngine();
    throw error;
  }
}

/** tfjs keeps its engine and kernels in global variables (tfjs-core 4.22, `global_util.ts`), where the next tfjs would find those of this one. */
function forgetEngine(): void {
  for (const name of ["_tfengine", "_tfGlobals"]) Reflect.deleteProperty(globalThis, name);
}

/** tfjs-node 4.22 calls functions that Node 23 removed from `util`. */
function restoreRemovedUtil(): void {
  const removed = util as { isNullOrUndefined?: (value: unknown) => boolean; isArray?: (value: unknown) => boolean };
  removed.isNullOrUndefined ??= (value) => value === null || value === undefined;
  removed.isArray ??= Array.isArray;
}
