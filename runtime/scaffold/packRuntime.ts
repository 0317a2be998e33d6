import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { npmCommand } from "../backend/npmCommand.js";
import { runTool } from "../backend/runTool.js";
import { packageFolder, packageVersion } from "../packageFolder.js";

/**
 * Puts the tarball of this runtime into an experiment: the one that lies beside an extension's copy of it, else packed from the
 * installed package.
 *
 * @returns its path from the experiment's folder, with `/`.
 */
export async function packRuntime(experiment: string): Promise<string> {
  const tarball = `lightning-runtime-${packageVersion()}.tgz`;
  const folder = join(experiment, "vendor");
  const shipped = join(packageFolder(), "..", "lightning-runtime.tgz");
  mkdirSync(folder, { recursive: true });
  if (existsSync(shipped)) copyFileSync(shipped, join(folder, tarball));
  else {
    const [command, ...first] = npmCommand();
    await runTool(command, [...first, "pack", "--ignore-scripts", "--pack-destination", folder], {
      cwd: packageFolder(),
      remedy: "The runtime's files may be incomplete: install it again with `npm install`.",
    });
  }
  return `vendor/${tarball}`;
}
