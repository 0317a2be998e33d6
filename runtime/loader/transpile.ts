import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { cacheFolder } from "../cacheFolder.js";
import { withOriginalNames } from "./originalNames.js";

/** Part of the cache's key: another value when the output for the same source changes. */
const TRANSPILER = "esbuild-0.28.2/2";

/**
 * Node 20 and 22 crash (V8 11.3, 12.4) when a debugger is there and a class has both a member whose name is computed and a field with an arrow
 * function over `this`. There fields are set in the constructor.
 */
const LOWERS_FIELDS = Number(process.versions.v8.split(".")[0]) < 13;
/** Lines that begin as a member with a computed name does: `*[Symbol.iterator]() {`. */
const COMPUTED_MEMBER = /^\s*(?:(?:[a-z]+\s+)*\*?\s*)\[[^\]\n]+\]\s*(?:[(<:=?!])/m;

/** TypeScript file names, and JavaScript that needs no change. */
export const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * TypeScript as JavaScript, each statement mapped to its line by an inline source map. The result is kept in the per-user cache under
 * the source's hash, so that a second start needs no transpiler.
 */
export function transpile(file: string, source: string): string {
  const folder = join(cacheFolder(), "loader");
  const lowersFields = LOWERS_FIELDS && source.includes("=>") && COMPUTED_MEMBER.test(source);
  const key = `${TRANSPILER}${lowersFields ? " fields" : ""}\n${file}\n${source}`;
  const cached = join(folder, `${createHash("sha256").update(key).digest("hex").slice(0, 32)}.js`);
  try {
    return readFileSync(cached, "utf8");
  } catch {
    // Not transpiled yet.
  }
  const code = withOriginalNames(transform(file, source, lowersFields));
  mkdirSync(folder, { recursive: true });
  writeFileAtomic(cached, code);
  return code;
}

function transform(file: string, source: string, lowersFields: boolean): string {
  // Else it would keep a thread and a process of its own beside the training; so it starts one for each file that is new.
  process.env["ESBUILD_WORKER_THREADS"] ??= "0";
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  return transformSync(source, {
    loader: file.endsWith("x") ? "tsx" : "ts",
    format: file.endsWith(".cts") ? "cjs" : "esm",
    target: "node20",
    supported: lowersFields ? { "class-field": false, "class-static-field": false } : {},
    sourcemap: "inline",
    sourcesContent: true,
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { target: "es2022", useDefineForClassFields: true } },
  }).code;
}
