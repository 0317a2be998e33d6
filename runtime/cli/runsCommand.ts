import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseRunFile, RUN_FILE } from "../protocol/runFile.js";
import type { CommandOutput } from "./commandOutput.js";

const MAX_DEPTH = 5;

/** `lightning runs`: the runs below a folder, newest first. */
export async function runsCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const root = resolve(args[0] ?? ".");
  if (!existsSync(root)) {
    io.err(`lightning runs ${args[0]}: there is no such folder.`);
    return 2;
  }
  const runs = runFolders(root, MAX_DEPTH).flatMap((folder) => {
    const run = readRun(folder);
    return run === null ? [] : [{ folder, run }];
  });
  if (runs.length === 0) io.out(`No runs below ${root}. \`lightning run main.ts\` makes one.`);
  for (const { folder, run } of runs.sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt))) {
    io.out(
      `${run.status.padEnd(11)} ${run.startedAt.slice(0, 19).replace("T", " ")}  epoch ${run.epoch}  step ${run.globalStep}  ${relative(root, folder) || "."}`,
    );
  }
  return 0;
}

function readRun(folder: string) {
  try {
    return parseRunFile(JSON.parse(readFileSync(join(folder, RUN_FILE), "utf8")));
  } catch {
    // Not JSON, or gone: no run of ours.
    return null;
  }
}

function runFolders(folder: string, depth: number): string[] {
  if (existsSync(join(folder, RUN_FILE))) return [folder];
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith(".")
      ? runFolders(join(folder, entry.name), depth - 1)
      : [],
  );
}
