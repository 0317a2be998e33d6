import { resolve } from "node:path";
import { installExperiment } from "../scaffold/installExperiment.js";
import { updateRuntime } from "../scaffold/updateRuntime.js";
import type { CommandOutput } from "./commandOutput.js";

/** `lightning update DIR`: puts this runtime into an experiment and installs it; nothing else is touched. */
export async function updateCommand(args: readonly string[], io: CommandOutput): Promise<number> {
  const [dir, ...more] = args;
  if (dir === undefined || more.length > 0) {
    io.err("lightning update needs one folder: `lightning update my-experiment`.");
    return 2;
  }
  const folder = resolve(dir);
  await updateRuntime(folder);
  await installExperiment(folder, (line) => io.out(line));
  return 0;
}
