import module from "node:module";
import { fileURLToPath } from "node:url";
import workerThreads from "node:worker_threads";
import { registerTypeScript } from "./registerTypeScript.js";
import type { WorkerStart } from "./typeScriptWorkers.js";

/** The first file of a worker that runs TypeScript: the user's own file finds everything as if it were the first. */
const own = workerThreads as { workerData: unknown };
const { url, data } = own.workerData as WorkerStart;
own.workerData = data;
module.syncBuiltinESMExports();
process.argv[1] = fileURLToPath(url);
registerTypeScript();
await import(url);
