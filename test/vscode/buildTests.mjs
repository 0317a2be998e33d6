// Bundles the tests for VS Code into dist/test: scripts for its extension host, modules for Node.
import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { root } from "../../scripts/paths.mjs";

const sources = join(root, "test", "vscode");

/** The bundles have the places and names of their sources. */
export const bundles = join(root, "dist", "test");

const base = {
  bundle: true,
  platform: "node",
  target: "node20",
  outbase: sources,
  outdir: bundles,
  sourcemap: "inline",
  logLevel: "warning",
};

export async function buildTests() {
  rmSync(bundles, { recursive: true, force: true });
  await build({
    ...base,
    entryPoints: [join(sources, "suite", "*.ts"), join(sources, "installed", "*.ts")],
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    external: ["vscode", "mocha"],
  });
  await build({
    ...base,
    entryPoints: [join(sources, "runMocha.ts"), join(sources, "*.test.ts")],
    format: "esm",
    outExtension: { ".js": ".mjs" },
    packages: "external",
    plugins: [scriptsStayOutside],
  });
}

/** The project's scripts know their own place, so they are loaded from there. */
const scriptsStayOutside = {
  name: "scripts stay outside",
  setup({ onResolve }) {
    onResolve({ filter: /\.mjs$/ }, ({ path, resolveDir }) => ({ path: resolve(resolveDir, path), external: true }));
  },
};
