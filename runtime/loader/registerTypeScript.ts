import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageFolder } from "../packageFolder.js";
import { wantedGuards } from "./guards.js";
import { load, resolve } from "./hooks.js";
import { allowTypeScriptWorkers } from "./typeScriptWorkers.js";

let registered = false;

/** From now on this thread, and the workers that it starts, import TypeScript straight from its source, and stacks show its lines. */
export function registerTypeScript(): void {
  if (registered) return;
  registered = true;
  process.setSourceMapsEnabled(true);
  const { registerHooks } = module as unknown as { registerHooks?: (hooks: object) => void };
  if (registerHooks !== undefined) registerHooks({ resolve, load });
  // Node before 22.15 runs the hooks in a thread of its own, from a file of its own.
  else module.register(pathToFileURL(join(packageFolder(), "dist", "loaderHooks.js")), { data: wantedGuards() });
  allowTypeScriptWorkers();
}
