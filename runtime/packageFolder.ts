import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the `lightning-runtime` package, from its sources and from its bundle alike. */
export function packageFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, "utf8")).name === "lightning-runtime") return folder;
    if (folder === dirname(folder))
      throw new Error(
        "The files of lightning-runtime are not in a folder of their own. Install it again: `npm install`.",
      );
  }
}

/** The version in the runtime's package.json. */
export function packageVersion(): string {
  return String(JSON.parse(readFileSync(join(packageFolder(), "package.json"), "utf8")).version);
}
