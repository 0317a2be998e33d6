import { casesBelow } from "./caseFiles.js";
import { type Outcome, outcomeLine, summaryLines } from "./outcome.js";

/** Replays every case below the given folders and prints what differs. */
export async function conformance(folders: readonly string[], print: (line: string) => void): Promise<boolean> {
  // Each run with a logger asks git for its commit, and listens for the end of the process until the answer comes.
  process.setMaxListeners(0);
  const outcomes: Outcome[] = [];
  for (const { path, run } of folders.flatMap(casesBelow)) {
    const outcome = await run().catch((error: unknown) => broken(path, error));
    outcomes.push(outcome);
    const line = outcomeLine(outcome, path);
    if (line !== null) print(line);
  }
  for (const line of summaryLines(outcomes)) print(line);
  return outcomes.every(({ kind }) => kind !== "failed");
}

/** A case that cannot be run at all fails alone. */
function broken(name: string, error: unknown): Outcome {
  return { kind: "failed", name, difference: { what: "run", expected: "a run of the case", got: String(error) } };
}
