// What a fresh clone needs before anything else: packages, the build, the packed runtime. Each step is skipped when it is done.
import { renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { npm, root } from "./paths.mjs";
import { unlessDone } from "./stamp.mjs";
import { run, step } from "./steps.mjs";

export async function setUp() {
  await installPackages();
  await buildAll();
}

/** What runs from the sources needs no more. */
export async function installPackages() {
  await step("Install packages", () =>
    unlessDone(
      {
        stamp: join(root, "node_modules", ".lightning-setup"),
        inputs: [join(root, "package-lock.json")],
        outputs: [join(root, "node_modules", "esbuild")],
      },
      () =>
        run(npm, ["ci", "--no-audit", "--no-fund"], {
          cwd: root,
          remedy: "Check that npm reaches its registry (`npm ping`), then start again.",
        }),
    ),
  );
}

async function buildAll() {
  const sources = [
    "runtime",
    "extension",
    "media",
    "esbuild.mjs",
    "tsconfig.base.json",
    "tsconfig.json",
    "package.json",
  ].map((name) => join(root, name));
  await step("Build", () =>
    unlessDone(
      {
        stamp: join(root, "dist", ".build-stamp"),
        inputs: sources,
        outputs: [join(root, "runtime", "dist", "cli.js"), tarball],
      },
      async () => {
        await run(process.execPath, ["esbuild.mjs"], { cwd: root });
        await run(process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-b", "runtime"], {
          cwd: root,
        });
        await packRuntime();
      },
    ),
  );
}

/** The runtime as an npm package: what new experiments install. */
export const tarball = join(root, "dist", "lightning-runtime.tgz");

async function packRuntime() {
  const output = await run(npm, ["pack", "--json", "--ignore-scripts", "--pack-destination", join(root, "dist")], {
    cwd: join(root, "runtime"),
  });
  const name = /lightning-runtime-[\d.]+\.tgz/.exec(output)?.[0];
  rmSync(tarball, { force: true });
  renameSync(join(root, "dist", name ?? ""), tarball);
}
