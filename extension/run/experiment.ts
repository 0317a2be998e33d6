import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A project that trains with the runtime. */
export interface Experiment {
  readonly folder: string;
  /** What is run: `main.ts`, or the file that was asked for where there is none. */
  readonly program: string;
}

/** The experiment that a file or folder belongs to; null: none of the folders above it is one. */
export function experimentOf(path: string): Experiment | null {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isExperiment(folder)) {
      const main = join(folder, "main.ts");
      return { folder, program: existsSync(main) ? main : path };
    }
    if (folder === dirname(folder)) return null;
  }
}

/** True for a folder whose package.json depends on the runtime. */
export function isExperiment(folder: string): boolean {
  try {
    const { dependencies, devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return "lightning-runtime" in { ...dependencies, ...devDependencies };
  } catch {
    // No package.json, or one that is no JSON.
    return false;
  }
}
