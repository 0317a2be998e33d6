import { existsSync, mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npmCommand } from "../backend/npmCommand.js";
import { runTool } from "../backend/runTool.js";
import { packageFolder } from "../packageFolder.js";

/** The tarball of this runtime: the one that lies beside an extension's copy of it, else packed from the installed package. */
export async function packRuntime(): Promise<string> {
  const shipped = join(packageFolder(), "..", "lightning-runtime.tgz");
  if (existsSync(shipped)) return shipped;
  const folder = mkdtempSync(join(tmpdir(), "lightning-runtime-"));
  const [command = "npm", ...first] = npmCommand();
  await runTool(command, [...first, "pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: packageFolder(),
    remedy: "The runtime's files may be incomplete: install it again with `npm install`.",
  });
  const [tarball] = readdirSync(folder);
  if (tarball === undefined)
    throw new Error("`npm pack` wrote no tarball of the runtime. Install it again with `npm install`.");
  return join(folder, tarball);
}
