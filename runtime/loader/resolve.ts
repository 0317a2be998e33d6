import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { TYPESCRIPT } from "./transpile.js";

/** What an import may leave out or say otherwise: `./model` and `./model.js` both mean `./model.ts`. */
const ENDINGS = [".ts", ".tsx", ".mts", ".js", ".mjs", "/index.ts", "/index.js"];

/** The file that a relative import in a TypeScript file means; null: Node's own rules decide. */
export function resolveTypeScript(specifier: string, parentUrl: string | undefined): string | null {
  if (!/^\.{1,2}(\/|$)/.test(specifier) || !isTypeScript(parentUrl)) return null;
  const path = join(dirname(fileURLToPath(parentUrl)), specifier);
  if (isFile(path)) return null;
  const bare = path.replace(/\.([cm]?)jsx?$/, "");
  const found = ENDINGS.map((ending) => bare + ending).find(isFile);
  return found === undefined ? null : pathToFileURL(found).href;
}

/** Packages and plain JavaScript keep to Node's rules. */
function isTypeScript(url = ""): url is string {
  const [path = ""] = url.split("?");
  return path.startsWith("file:") && TYPESCRIPT.test(path) && !path.includes("/node_modules/");
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
