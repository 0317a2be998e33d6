import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tool } from "./runTool.js";

/** npm as it comes with the running Node, else from the PATH. */
export function npmCommand(): Tool {
  const prefix = dirname(process.execPath);
  const script = [join(prefix, "..", "lib"), prefix]
    .map((folder) => join(folder, "node_modules", "npm", "bin", "npm-cli.js"))
    .find((path) => existsSync(path));
  if (script !== undefined) return [process.execPath, script];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}
