// npm for the tool folder: what npm hands down to scripts (`npm test`) or finds in the user's settings does not change what is installed.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { npm } from "../paths.mjs";
import { run } from "../steps.mjs";
import { withoutNpm } from "./npmEnvironment.mjs";

/** Installs packages into `folder` without running their scripts. No names: those that its package.json asks for. */
export async function npmInstall(folder, names = []) {
  if (names.length > 0) writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  await runNpm(["install", "--ignore-scripts", "--omit=dev", "--loglevel=error", ...names], {
    cwd: folder,
    remedy: "Check that npm reaches its registry (`npm ping`), then start again.",
  });
}

/** Runs npm in a folder, which stands for itself: neither a workspace nor global. */
export async function runNpm(args, { cwd, env = {}, remedy }) {
  await run(npm, [...args, "--no-global", "--no-workspaces", "--no-audit", "--no-fund"], {
    cwd,
    env: { ...withoutNpm(process.env), ...env },
    remedy,
  });
}
