import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import { packRuntime } from "./packRuntime.js";

/** Replaces the runtime's tarball in an experiment, and what npm remembers of the old one. */
export async function updateRuntime(folder: string): Promise<void> {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest))
    throw new Error(`${folder} is no experiment: it has no package.json. \`lightning new\` makes one.`);
  const tarball = await packRuntime(folder);
  const text = readFileSync(manifest, "utf8");
  writeFileAtomic(manifest, text.replace(/("lightning-runtime"\s*:\s*)"[^"]*"/, `$1"file:${tarball}"`));
  // npm would keep the old tarball's content: its lock file and the installed copy still name it.
  rmSync(join(folder, "package-lock.json"), { force: true });
  rmSync(join(folder, "node_modules", "lightning-runtime"), { recursive: true, force: true });
}
