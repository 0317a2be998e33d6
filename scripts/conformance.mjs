// npm run conformance -- FOLDER...: replays recorded runs of PyTorch Lightning on this runtime and says where it differs.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./paths.mjs";
import { installPackages } from "./setup.mjs";
import { main, StepError } from "./steps.mjs";

const folders = process.argv.slice(2);

await main(async () => {
  if (folders.length === 0) throw new StepError("Which folders? For example: npm run conformance -- test/reference");
  const missing = folders.find((folder) => !existsSync(folder));
  if (missing !== undefined) throw new StepError(`There is no ${resolve(missing)}.`);
  await installPackages();
  // The cases are small: the engine in JavaScript needs no start-up and computes the same everywhere.
  process.env.LIGHTNING_BACKEND ??= "cpu";
  const { conformance } = await import(pathToFileURL(await bundle()).href);
  const passed = await conformance(folders, (line) => process.stdout.write(`${line}\n`));
  return passed ? 0 : 1;
});

/** The runner with the runtime's sources, where the runtime finds its packages. */
async function bundle() {
  const { build } = await import("esbuild");
  const outfile = join(root, "runtime", "dist", "conformance", "main.js");
  await build({
    entryPoints: [join(root, "test", "conformance", "main.ts")],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    packages: "external",
    keepNames: true,
    logLevel: "warning",
  });
  return outfile;
}
