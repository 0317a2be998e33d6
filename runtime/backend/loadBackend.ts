import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type * as tfjs from "@tensorflow/tfjs";
import { packageFolder } from "../packageFolder.js";
import { launchVariables } from "../protocol/launch.js";
import { noNativeBackend, noWebAssembly } from "./backendErrors.js";
import { type BackendReport, forcedBackend } from "./backendReport.js";
import { readBuildFailure } from "./buildFailure.js";
import { registerKernels } from "./composedKernels.js";
import { convolutionGradients } from "./convolutionGradients.js";
import { loadNative } from "./loadNative.js";
import { type NativeKernels, tuneNative } from "./native/tuneNative.js";
import { registerWasmGradients } from "./wasmGradients.js";

export interface LoadedBackend {
  readonly tf: typeof tfjs;
  readonly report: BackendReport;
  /** Kernels beyond those of tfjs; null: the backend has none. */
  readonly native: NativeKernels | null;
}

/**
 * Loads the engine: the one that `LIGHTNING_BACKEND` names, else tfjs-node by npm's install, else tfjs-node as built into the per-user
 * cache, else WebAssembly, else plain JavaScript.
 */
export async function loadBackend(env: NodeJS.ProcessEnv = process.env): Promise<LoadedBackend> {
  const forced = forcedBackend(env);
  if (forced === "wasm" || forced === "cpu") return loadForced(forced);
  const native = loadNative(env);
  if (typeof native !== "string") {
    const { tf, reason, where, tensorflow } = native;
    return {
      tf,
      native: tuneNative(tf),
      report: { kind: "node", reason, versions: versions(tf, { tensorflow }), where },
    };
  }
  const failure = readBuildFailure(env);
  const why = failure === null ? native : `${native}, and building it failed: ${failure.reason}`;
  if (forced === "node") throw noNativeBackend(why);
  const remedy = "Run `npx lightning backend install` to train with native kernels.";
  try {
    return await loadWasm(`${capitalized(why)}. ${remedy}`);
  } catch (error) {
    return loadCpu(`${capitalized(why)}; WebAssembly does not start here (${messageOf(error)}). ${remedy}`);
  }
}

async function loadForced(kind: "wasm" | "cpu"): Promise<LoadedBackend> {
  const reason = `${launchVariables.backend}=${kind} asks for it.`;
  if (kind === "cpu") return loadCpu(reason);
  try {
    return await loadWasm(reason);
  } catch (error) {
    throw noWebAssembly(messageOf(error));
  }
}

async function loadWasm(reason: string): Promise<LoadedBackend> {
  const { tf, require } = scriptEngine();
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  const wasm = require("@tensorflow/tfjs-backend-wasm") as { setWasmPaths(prefix: string): void };
  wasm.setWasmPaths(join(folder, "dist", "/"));
  if (!(await tf.setBackend("wasm"))) throw new Error("tfjs's wasm backend did not initialize");
  registerWasmGradients(tf);
  return { tf, native: null, report: { kind: "wasm", reason, versions: versions(tf), where: folder } };
}

async function loadCpu(reason: string): Promise<LoadedBackend> {
  const { tf, require } = scriptEngine();
  await tf.setBackend("cpu");
  registerKernels(tf, "cpu", convolutionGradients(tf));
  const where = dirname(require.resolve("@tensorflow/tfjs/package.json"));
  return { tf, native: null, report: { kind: "cpu", reason, versions: versions(tf), where } };
}

/** The runtime's own tfjs. */
function scriptEngine(): { readonly tf: typeof tfjs; readonly require: NodeJS.Require } {
  const require = createRequire(join(packageFolder(), "package.json"));
  const tf = require("@tensorflow/tfjs") as typeof tfjs;
  // It would greet at its first operation and advise tfjs-node; the report says better what to do.
  (tf.findBackend("cpu") as unknown as { firstUse: boolean }).firstUse = false;
  return { tf, require };
}

function versions(tf: typeof tfjs, more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return { tfjs: tf.version_core, ...more, node: process.versions.node };
}

function capitalized(text: string): string {
  // A package's name keeps its small letters.
  return text.startsWith("tfjs") ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
