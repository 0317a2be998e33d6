// Folders that the scripts share.
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Tools that the set-up fetches, kept for the user across clones. */
export function toolFolder() {
  if (process.env.LIGHTNING_CACHE) return join(process.env.LIGHTNING_CACHE, "tools");
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "lightning-projects");
  if (process.platform === "win32")
    return join(process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), "lightning-projects");
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lightning-projects");
}

export const npm = process.platform === "win32" ? "npm.cmd" : "npm";
