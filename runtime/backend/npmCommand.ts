import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** npm as it comes with the running Node, else from the PATH. */
export function npmCommand(): readonly string[] {
  const besideNode = [
    join(dirname(process.execPath), "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(dirname(process.execPath), "node_modules", "npm", "bin", "npm-cli.js"),
  ].find((path) => existsSync(path));
  if (besideNode !== undefined) return [process.execPath, besideNode];
  return [process.platform === "win32" ? "npm.cmd" : "npm"];
}
