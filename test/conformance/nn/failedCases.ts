import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../experiment.js";
import { isNnFile, runNnCase } from "../kinds/nnCase.js";
import { outcomeLine } from "../outcome.js";

/** Runs the recorded layers on the engine of this process: a line for each that differs. */
export async function failedCases(): Promise<string[]> {
  const folder = join(root, "test", "reference", "nn");
  const lines: string[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
    const content: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (!isNnFile(content)) throw new Error(`${name} is no file of layers.`);
    for (const one of content.cases) {
      const line = outcomeLine(await runNnCase(one), name);
      if (line !== null) lines.push(line);
    }
  }
  return lines;
}
