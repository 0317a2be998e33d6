// Puts a tool into the per-user tool folder, once for all clones.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root, toolFolder } from "../paths.mjs";
import { importTypeScript } from "./importTypeScript.mjs";

/**
 * Calls `work(folder)` to fill a new folder, unless it was filled before, and returns the folder. Whoever comes while another process is at
 * it waits; an interrupted installation leaves nothing that is taken for a finished one.
 */
export async function installTool(name, work) {
  const folder = join(toolFolder(), name);
  if (existsSync(folder)) return folder;
  mkdirSync(toolFolder(), { recursive: true });
  const { withFolderLock } = await importTypeScript(join(root, "runtime", "backend", "folderLock.ts"));
  const onWait = (owner) => console.log(`  waiting: process ${owner?.pid ?? "?"} is installing ${name}`);
  await withFolderLock(`${folder}.lock`, onWait, async () => {
    if (existsSync(folder)) return;
    removeLeftovers(name);
    const partial = mkdtempSync(`${folder}.partial-`);
    await work(partial);
    renameSync(partial, folder);
    removeLeftovers(name);
  });
  return folder;
}

/** A program that an interrupted installation has started may still write to its folder: then the folder goes the next time. */
function removeLeftovers(name) {
  for (const entry of readdirSync(toolFolder()).filter((entry) => entry.startsWith(`${name}.partial-`))) {
    try {
      rmSync(join(toolFolder(), entry), { recursive: true, force: true });
    } catch {
      // In use.
    }
  }
}
