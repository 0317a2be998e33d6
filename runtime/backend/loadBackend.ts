import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import util from "node:util";
import type * as tfjs from "@tensorflow/tfjs";
import { packageFolder } from "../packageFolder.js";
import { launchVariables } from "../protocol/launch.js";
import { type BackendKind, type BackendReport, forcedBackend } from "./backendReport.js";
import { readBuildFailure } from "./buildFailure.js";
import { nativeFolder, readNativeInstall } from "./nativeInstall.js";
import { registerWasmGradients } from "./wasmGradients.js";

export interface LoadedBackend {
  readonly tf: typeof tfjs;
  readonly report: BackendReport;
}

/**
 * Loads the engine: the one that `LIGHTNING_BACKEND` names, else tfjs-node by its stock install, else tfjs-node as built into the
 * per-user cache, else WebAssembly, else plain JavaScript.
 */
export async function loadBackend(env: NodeJS.ProcessEnv = process.env): Promise<LoadedBackend> {
  const forced = forcedBackend(env);
  if (forced === null || forced === "node") {
    const native = await loadNative(env);
    if (native !== null) return native;
    if (forced === "node") {
      throw new Error(
        `${launchVariables.backend}=node, but tfjs-node is not installed here${because(env)}. Install it with \`npx lightning backend install\`, or leave ${launchVariables.backend} out.`,
      );
    }
  }
  const why =
    forced === null
      ? `tfjs-node is not installed${because(env)}; run \`npx lightning backend install\` for native speed`
      : `${launchVariables.backend}=${forced}`;
  if (forced === "cpu") return loadCpu(why);
  try {
    return await loadWasm(why);
  } catch (error) {
    if (forced === "wasm")
      throw new Error(`${launchVariables.backend}=wasm, but WebAssembly does not start here: ${String(error)}.`, {
        cause: error,
      });
    return loadCpu(`${why}; WebAssembly does not start here (${String(error)})`);
  }
}

function because(env: NodeJS.ProcessEnv): string {
  const failure = readBuildFailure(env);
  return failure === null ? "" : ` (building it failed: ${failure.reason})`;
}

async function loadNative(env: NodeJS.ProcessEnv): Promise<LoadedBackend | null> {
  // TensorFlow reads these when its library is loaded: no start-up lines, and oneDNN's kernels, which it leaves off on CPUs without AVX-512.
  env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  env["TF_ENABLE_ONEDNN_OPTS"] ??= "1";
  const stock = stockInstall();
  if (stock !== null) return requireNative(stock, "tfjs-node by its own install", dirname(stock));
  const folder = nativeFolder(env);
  if (readNativeInstall(folder) === null) return null;
  return requireNative(
    join(folder, "package.json"),
    "tfjs-node, built on this machine from TensorFlow's Python wheel",
    folder,
  );
}

/** The package.json from which tfjs-node resolves together with its compiled binding; null: not installed that way. */
export function stockInstall(): string | null {
  for (const from of [join(process.cwd(), "package.json"), join(packageFolder(), "package.json")]) {
    try {
      const manifest = createRequire(from).resolve("@tensorflow/tfjs-node/package.json");
      if (existsSync(join(dirname(manifest), "lib", "napi-v8", "tfjs_binding.node"))) return from;
    } catch {
      // Not installed for this folder: the next place is asked.
    }
  }
  return null;
}

function requireNative(from: string, reason: string, location: string): LoadedBackend {
  restoreRemovedUtil();
  const tf = quietly(() => createRequire(from)("@tensorflow/tfjs-node")) as typeof tfjs & {
    version: Record<string, string>;
  };
  const binding = (tf.backend() as unknown as { binding?: { TF_Version?: string } }).binding;
  return { tf, report: report("node", reason, location, tf, { tensorflow: binding?.TF_Version ?? "unknown" }) };
}

async function loadWasm(reason: string): Promise<LoadedBackend> {
  const require = createRequire(join(packageFolder(), "package.json"));
  const tf = quietly(() => require("@tensorflow/tfjs")) as typeof tfjs;
  const wasm = require("@tensorflow/tfjs-backend-wasm") as {
    setWasmPaths(path: string): void;
    setThreadsCount(count: number): void;
  };
  const folder = dirname(require.resolve("@tensorflow/tfjs-backend-wasm/package.json"));
  // Threads would be Node workers that keep the process alive.
  wasm.setThreadsCount(1);
  wasm.setWasmPaths(`${join(folder, "dist")}/`);
  if (!(await tf.setBackend("wasm"))) throw new Error("the wasm backend did not initialize");
  await tf.ready();
  registerWasmGradients(tf);
  return { tf, report: report("wasm", reason, folder, tf) };
}

async function loadCpu(reason: string): Promise<LoadedBackend> {
  const from = join(packageFolder(), "package.json");
  const tf = quietly(() => createRequire(from)("@tensorflow/tfjs")) as typeof tfjs;
  await tf.setBackend("cpu");
  // It would greet at its first operation.
  (tf.backend() as unknown as { firstUse: boolean }).firstUse = false;
  return { tf, report: report("cpu", reason, dirname(from), tf) };
}

function report(
  kind: BackendKind,
  reason: string,
  location: string,
  tf: typeof tfjs,
  more: Readonly<Record<string, string>> = {},
): BackendReport {
  return { kind, reason, location, versions: { tfjs: tf.version_core, ...more, node: process.versions.node } };
}

/** tfjs greets on the console when no native backend is there; which one is used is said by the runtime. */
function quietly<T>(load: () => T): T {
  const { warn, log } = console;
  console.warn = () => {};
  console.log = () => {};
  try {
    return load();
  } finally {
    console.warn = warn;
    console.log = log;
  }
}

/** tfjs-node 4.22 calls functions that Node 23 removed from `util`. */
function restoreRemovedUtil(): void {
  const removed = util as unknown as Record<string, (value: unknown) => boolean>;
  removed["isNullOrUndefined"] ??= (value) => value === null || value === undefined;
  removed["isArray"] ??= Array.isArray;
  removed["isString"] ??= (value) => typeof value === "string";
}
