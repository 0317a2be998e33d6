import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { cacheFolder } from "../cacheFolder.js";
import { hasCrashingClass } from "./crashingClasses.js";
import { withOriginalNames } from "./originalNames.js";

/** Part of the cache's key: another value when the output for the same source changes. */
const TRANSPILER = "esbuild-0.28.2/2";

/** Before V8 13 classes that would crash Node are made without fields: they are set in the constructor. */
const CRASHES = Number(process.versions.v8.split(".")[0]) < 13;

/** TypeScript file names, and JavaScript that needs no change. */
export const TYPESCRIPT = /\.[cm]?tsx?$/;

/**
 * TypeScript as JavaScript, each statement mapped to its line by an inline source map. The result is kept in the per-user cache under
 * the source's hash, so that a second start needs no transpiler.
 */
export function transpile(file: string, source: string): string {
  const folder = join(cacheFolder(), "loader");
  const lowersFields = CRASHES && hasCrashingClass(source);
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
