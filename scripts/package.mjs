// npm run package: packs the extension as a .vsix in the clone.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { root } from "./paths.mjs";
import { setUp, tarball } from "./setup.mjs";
import { main, run, step } from "./steps.mjs";
import { installNode24 } from "./vscode/node24.mjs";

/** All that a user gets, besides the runtime. */
const CONTENT = [
  "README.md",
  "CHANGELOG.md",
  "LICENSE",
  "media/icon.png",
  "media/activity.svg",
  "dist/extension.cjs",
  "dist/debugAdapter.js",
  "dist/debugBridge.cjs",
  "dist/media/metrics.js",
  "dist/media/summary.js",
];

/** What package.json has for the clone only. */
const FOR_THE_CLONE = ["private", "workspaces", "scripts", "devDependencies"];

/** Packs the extension into `folder`. @returns the path of the .vsix, and how many files of what size it has. */
export async function packageExtension(folder) {
  await setUp();
  // vsce takes all that is in a folder: here is a folder with what is wanted.
  const stage = mkdtempSync(join(tmpdir(), "lightning-package-"));
  try {
    await step("Build for production", () => stageBundles(stage));
    await step("Add the runtime", () => stageRuntime(stage));
    return await step("Pack the extension", () => pack(stage, folder));
  } finally {
    rmSync(stage, { recursive: true });
  }
}

async function stageBundles(stage) {
  const built = join(stage, "built");
  await run(process.execPath, ["esbuild.mjs", "--production", "--out", built], { cwd: root });
  for (const path of CONTENT) {
    mkdirSync(dirname(join(stage, path)), { recursive: true });
    const from = join(path.startsWith("dist/") ? built : root, path);
    if (existsSync(from)) cpSync(from, join(stage, path));
  }
  rmSync(built, { recursive: true });
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(manifest(), null, 2)}\n`);
}

function manifest() {
  const entries = Object.entries(JSON.parse(readFileSync(join(root, "package.json"), "utf8")));
  return Object.fromEntries(entries.filter(([name]) => !FOR_THE_CLONE.includes(name)));
}

/** As a tarball, which experiments install, and unpacked, for its command line and templates. */
async function stageRuntime(stage) {
  const runtime = join(stage, "dist", "runtime");
  mkdirSync(runtime);
  cpSync(tarball, join(stage, "dist", "lightning-runtime.tgz"));
  await run("tar", ["-xzf", tarball, "-C", runtime, "--strip-components=1", "--exclude=*/dist/types"]);
}

async function pack(stage, folder) {
  const { name, version } = manifest();
  const vsix = join(folder, `${name}-${version}.vsix`);
  const vsce = join(root, "node_modules", "@vscode", "vsce", "vsce");
  const options = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  const output = await run(await nodeForVsce(), [vsce, "package", ...options, "--out", vsix], { cwd: stage });
  const files = /Packaged: .*\((\d+) files/.exec(output)?.[1];
  return { vsix, summary: `${files} files, ${Math.round(statSync(vsix).size / 1000)} kB` };
}

/** It needs Node 22. */
async function nodeForVsce() {
  return Number.parseInt(process.versions.node, 10) >= 22
    ? process.execPath
    : join(await installNode24(), "bin", "node");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const { vsix, summary } = await packageExtension(root);
    console.log(`\n${relative(process.cwd(), vsix)}: ${summary}`);
  });
}
