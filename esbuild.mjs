// Builds everything: node esbuild.mjs [--production] [--watch] [--out FOLDER]
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build, context } from "esbuild";

const { values } = parseArgs({
  options: {
    production: { type: "boolean", default: false },
    watch: { type: "boolean", default: false },
    out: { type: "string", default: "." },
  },
});
const { production, watch } = values;
/** Where a bundle goes, below the folder that was asked for. */
const out = (path) => join(values.out, path);

/** What all bundles share. */
const base = { bundle: true, minify: production, sourcemap: production ? false : "linked", logLevel: "warning" };
const node = { ...base, platform: "node", target: "node20" };
const browser = { ...base, platform: "browser", target: "chrome120", format: "iife", loader: { ".css": "text" } };

const builds = {
  // One build for the library and the CLI: they share chunks, so that a process has one copy of the runtime. Not minified: users step
  // through it and read its stacks.
  runtime: {
    ...node,
    minify: false,
    // Summaries, errors and checkpoints say the names of classes; of two with one name the bundle would rename one.
    keepNames: true,
    // Without maps: a debugger asks before each mapped script, and this code reads well as it is.
    sourcemap: false,
    format: "esm",
    packages: "external",
    splitting: true,
    entryPoints: {
      index: "runtime/index.ts",
      cli: "runtime/cli/main.ts",
      typeScriptWorker: "runtime/loader/typeScriptWorker.ts",
    },
    outdir: out("runtime/dist"),
    chunkNames: "chunks/[name]-[hash]",
  },
  loaderHooks: {
    ...node,
    minify: false,
    sourcemap: false,
    format: "esm",
    packages: "external",
    entryPoints: ["runtime/loader/hooks.ts"],
    outfile: out("runtime/dist/loaderHooks.js"),
  },
  extension: {
    ...node,
    format: "cjs",
    external: ["vscode"],
    entryPoints: ["extension/extension.ts"],
    outfile: out("dist/extension.cjs"),
  },
  debugAdapter: {
    ...node,
    format: "cjs",
    entryPoints: ["extension/debug/debugAdapterMain.ts"],
    outfile: out("dist/debugAdapter.js"),
  },
  debugBridge: {
    ...node,
    format: "cjs",
    entryPoints: ["extension/debug/bridge/debugBridge.ts"],
    outfile: out("dist/debugBridge.cjs"),
  },
  metrics: { ...browser, entryPoints: ["media/metrics/main.ts"], outfile: out("dist/media/metrics.js") },
  summary: { ...browser, entryPoints: ["media/summary/main.ts"], outfile: out("dist/media/summary.js") },
  tensor: { ...browser, entryPoints: ["media/tensor/main.ts"], outfile: out("dist/media/tensor.js") },
};

// Chunks have hashes in their names: old ones would pile up.
rmSync(out("runtime/dist/chunks"), { recursive: true, force: true });
for (const options of Object.values(builds)) {
  if (watch) await (await context(options)).watch();
  else await build(options);
}
cpSync("extension/templates", out("runtime/dist/templates"), { recursive: true });
