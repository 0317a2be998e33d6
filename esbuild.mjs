// Builds everything: node esbuild.mjs [--production] [--watch]
import { cpSync, existsSync, rmSync } from "node:fs";
import { build, context } from "esbuild";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

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
    // Without maps: a debugger asks before each mapped script, and this code reads well as it is.
    sourcemap: false,
    format: "esm",
    packages: "external",
    splitting: true,
    entryPoints: { index: "runtime/index.ts", cli: "runtime/cli/main.ts" },
    outdir: "runtime/dist",
    chunkNames: "chunks/[name]-[hash]",
  },
  loaderHooks: {
    ...node,
    minify: false,
    sourcemap: false,
    format: "esm",
    packages: "external",
    entryPoints: ["runtime/loader/hooks.ts"],
    outfile: "runtime/dist/loaderHooks.js",
  },
  extension: {
    ...node,
    format: "cjs",
    external: ["vscode"],
    entryPoints: ["extension/extension.ts"],
    outfile: "dist/extension.cjs",
  },
  debugAdapter: {
    ...node,
    format: "cjs",
    entryPoints: ["extension/debug/debugAdapterMain.ts"],
    outfile: "dist/debugAdapter.js",
  },
  debugBridge: {
    ...node,
    format: "cjs",
    entryPoints: ["extension/debug/bridge/debugBridge.ts"],
    outfile: "dist/debugBridge.cjs",
  },
  metrics: { ...browser, entryPoints: ["media/metrics/main.ts"], outfile: "dist/media/metrics.js" },
  summary: { ...browser, entryPoints: ["media/summary/main.ts"], outfile: "dist/media/summary.js" },
};

rmSync("runtime/dist/chunks", { recursive: true, force: true });
for (const [name, options] of Object.entries(builds)) {
  const entries = Array.isArray(options.entryPoints) ? options.entryPoints : Object.values(options.entryPoints);
  const missing = entries.find((entry) => !existsSync(entry));
  if (missing !== undefined) {
    console.log(`${name}: skipped, ${missing} is not there yet`);
    continue;
  }
  if (watch) await (await context(options)).watch();
  else await build(options);
}
if (existsSync("extension/templates")) cpSync("extension/templates", "runtime/dist/templates", { recursive: true });
