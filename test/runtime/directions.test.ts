import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";
import { root } from "../experiment.js";

const PARTS = ["runtime", "extension", "media"] as const;

/** What each part may import of the others. */
const ALLOWED: Readonly<Record<(typeof PARTS)[number], readonly RegExp[]>> = {
  runtime: [],
  media: [],
  extension: [/^runtime\/protocol\//, /^media\/messages\.ts$/],
};

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b(?<clause>[^;"']*?)\bfrom\s+"(?<from>\.[^"]+)"|\bimport\s*(?<call>\()?\s*"(?<bare>\.[^"]+)"/g;

const imports = new Map(PARTS.flatMap((part) => sourcesBelow(join(root, part))).map((file) => [file, importsOf(file)]));

test.each(PARTS)("%s imports of the other parts what it may, and nothing else", (part) => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets.flatMap(({ target }) =>
      !file.startsWith(`${part}/`) || target.startsWith(`${part}/`) || ALLOWED[part].some((may) => may.test(target))
        ? []
        : [`${file} → ${target}`],
    ),
  );
  expect(wrong).toEqual([]);
});

test("every import leads to a file", () => {
  const lost = [...imports].flatMap(([file, targets]) =>
    targets.flatMap(({ target }) => (imports.has(target) ? [] : [`${file} → ${target}`])),
  );
  expect(lost).toEqual([]);
});

test("no file needs itself in order to load: imports of values make no cycle", () => {
  const cycles: string[] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (done.has(file) || path.includes(file)) return;
    for (const { target, atLoad } of imports.get(file) ?? []) if (atLoad) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of imports.keys()) walk(file, []);
  expect(cycles).toEqual([]);
});

interface Import {
  /** Path from the repository's root. */
  readonly target: string;
  /** False for types, which are gone at run time, and for `import("…")`, which runs later. */
  readonly atLoad: boolean;
}

/** The repository's own files that a source imports or exports from. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(IMPORT)].flatMap(({ groups = {} }) => {
    const { clause, from, call, bare } = groups;
    const specifier = from ?? bare ?? "";
    if (!/\.[jt]s$/.test(specifier)) return [];
    const target = relative(root, join(root, dirname(file), specifier))
      .replaceAll("\\", "/")
      .replace(/\.js$/, ".ts");
    return [{ target, atLoad: call === undefined && !(clause !== undefined && isTypeOnly(clause)) }];
  });
}

/** `import type { … }`, or braces that hold types only. */
function isTypeOnly(clause: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(clause)?.[1]
    ?.split(",")
    .filter((name) => name.trim() !== "");
  return /^\s*type\b/.test(clause) || (names?.every((name) => /^\s*type\s/.test(name)) ?? false);
}

function sourcesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (["node_modules", "dist", "templates"].includes(name)) return [];
    if (statSync(path).isDirectory()) return sourcesBelow(path);
    return path.endsWith(".ts") && !path.endsWith(".d.ts") ? [relative(root, path).replaceAll("\\", "/")] : [];
  });
}
