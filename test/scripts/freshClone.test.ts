import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** The packages that a script and the files it imports ask for when they are loaded. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = [
    ...readFileSync(file, "utf8").matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";|^import "([^"]+)";/gm),
  ];
  return imports.flatMap(([, from, bare]) => {
    const source = from ?? bare ?? "";
    if (source.startsWith(".")) return packagesOf(join(dirname(file), source), seen);
    return source.startsWith("node:") ? [] : [`${relative(root, file)}: ${source}`];
  });
}

test.each(["start", "test"])("npm run %s loads no package before it has installed them", (command) => {
  expect(packagesOf(join(root, "scripts", `${command}.mjs`))).toEqual([]);
});
