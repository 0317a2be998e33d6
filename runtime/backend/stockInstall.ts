import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { packageFolder } from "../packageFolder.js";

/** tfjs-node's compiled part, by path from its folder. */
export const BINDING = join("lib", "napi-v8", "tfjs_binding.node");

/**
 * The folder of a tfjs-node that npm has installed with its compiled part, for the experiment or for the runtime; null: none. On networks
 * that refuse its download npm leaves it out.
 */
export function stockInstall(): string | null {
  for (const from of [process.cwd(), packageFolder()]) {
    try {
      const folder = dirname(createRequire(join(from, "package.json")).resolve("@tensorflow/tfjs-node/package.json"));
      if (existsSync(join(folder, BINDING))) return folder;
    } catch {
      // Not installed there: the next place is asked.
    }
  }
  return null;
}
