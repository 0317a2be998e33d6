import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { resolveTypeScript } from "../../../runtime/loader/resolve.js";
import { temporaryFolder } from "../temporaryFolder.js";

test.each([
  ["./model", "model.ts"],
  ["./model.js", "model.ts"],
  ["./model.ts", null],
  ["./plain.js", null],
  ["./layers", "layers/index.ts"],
  ["../main", "../main.ts"],
  ["./gone", null],
  ["lightning-runtime", null],
  ["/model", null],
])("import %s means %s; null: as Node has it", (specifier, file) => {
  const folder = join(temporaryFolder(), "model");
  mkdirSync(join(folder, "layers"), { recursive: true });
  for (const name of ["model.ts", "plain.js", "layers/index.ts", "../main.ts"]) writeFileSync(join(folder, name), "");
  const found = resolveTypeScript(specifier, pathToFileURL(join(folder, "here.ts")).href);
  expect(found).toBe(file === null ? null : pathToFileURL(join(folder, file)).href);
});
