import { homedir } from "node:os";
import { join } from "node:path";
import { launchVariables } from "./protocol/launch.js";

/**
 * The per-user folder that all experiments share: `LIGHTNING_CACHE`, else the platform's cache folder plus `lightning-runtime`.
 * It is not created here.
 */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const chosen = env[launchVariables.cache];
  if (chosen) return chosen;
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "lightning-runtime");
  if (process.platform === "win32") {
    return join(env["LOCALAPPDATA"] ?? join(homedir(), "AppData", "Local"), "lightning-runtime");
  }
  return join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "lightning-runtime");
}
