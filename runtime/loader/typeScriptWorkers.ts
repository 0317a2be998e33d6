import module from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import workerThreads, { type WorkerOptions } from "node:worker_threads";
import { packageFolder } from "../packageFolder.js";
import { resolveTypeScript } from "./resolve.js";
import { TYPESCRIPT } from "./transpile.js";

/** What a worker that runs TypeScript is started with, in the place of the user's own data. */
export interface WorkerStart {
  /** The URL of the user's file. */
  readonly url: string;
  /** The user's own data. */
  readonly data: unknown;
}

/**
 * From now on `new Worker(file)` takes TypeScript. Node gives a new thread neither the hooks of the one that starts it nor, before Node 22,
 * anything else that understands it: so the thread begins with a file of the runtime's, which imports the user's.
 */
export function allowTypeScriptWorkers(): void {
  const { Worker: Original } = workerThreads;
  workerThreads.Worker = class Worker extends Original {
    constructor(file: string | URL, options: WorkerOptions = {}) {
      const url = options.eval === true ? null : typeScriptUrl(file);
      if (url === null) super(file, options);
      else {
        const start: WorkerStart = { url, data: options.workerData };
        super(join(packageFolder(), "dist", "typeScriptWorker.js"), { ...options, workerData: start });
      }
    }
  };
  // For those who import it by its name.
  module.syncBuiltinESMExports();
}

/** The URL of a TypeScript file, also where it was called by the name of what it is compiled to; null: it is something else. */
function typeScriptUrl(file: string | URL): string | null {
  if (typeof file !== "string" && file.protocol !== "file:") return null;
  const path = typeof file === "string" ? resolve(file) : fileURLToPath(file);
  const beside = pathToFileURL(join(dirname(path), "main.ts")).href;
  if (path.includes("node_modules")) return null;
  return resolveTypeScript(`./${basename(path)}`, beside) ?? (TYPESCRIPT.test(path) ? pathToFileURL(path).href : null);
}
