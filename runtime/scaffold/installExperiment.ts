import { npmCommand } from "../backend/npmCommand.js";
import { runTool } from "../backend/runTool.js";

/** `npm install` in an experiment. */
export async function installExperiment(folder: string, progress: (line: string) => void): Promise<void> {
  progress("Installing what it needs …");
  const start = performance.now();
  const [command, ...first] = npmCommand();
  await runTool(command, [...first, "install", "--no-audit", "--no-fund", "--prefer-offline"], {
    cwd: folder,
    remedy: `Check that npm reaches its registry, then run \`npm install\` in ${folder}.`,
  });
  progress(`Installed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
