import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { buildFromWheel, type Progress } from "./buildFromWheel.js";
import { isAlive, withFolderLock } from "./folderLock.js";
import { nativeFolder, readNativeInstall } from "./nativeInstall.js";

export interface InstallOptions {
  readonly progress: Progress;
  readonly env?: NodeJS.ProcessEnv;
  /** Build it even when it is there. */
  readonly force?: boolean;
  /** Fills an empty folder with an install; default: from TensorFlow's wheel. */
  readonly build?: (folder: string, progress: Progress) => Promise<void>;
}

/**
 * Puts the native backend into the per-user cache, unless it is there. It is built in a folder beside, which is renamed when it works, so
 * an interrupted build leaves nothing half; a second process waits for the first and uses its result.
 *
 * @returns the install's folder.
 * @throws BackendBuildError.
 */
export async function installNative({
  progress,
  env = process.env,
  force = false,
  build = buildFromWheel,
}: InstallOptions): Promise<string> {
  const folder = nativeFolder(env);
  mkdirSync(dirname(folder), { recursive: true });
  let waited = false;
  const onWait = (owner: { readonly pid: number } | null) => {
    waited = true;
    progress(
      `Waiting for ${owner === null ? "another process" : `process ${owner.pid}`}, which is building the native backend …`,
    );
  };
  return withFolderLock(`${folder}.lock`, onWait, async () => {
    const wanted = force && !waited;
    if (!wanted && readNativeInstall(folder) !== null) return folder;
    removeLeftovers(folder);
    const part = `${folder}.${process.pid}.part`;
    try {
      mkdirSync(part);
      await build(part, progress);
      rmSync(folder, { recursive: true, force: true });
      renameSync(part, folder);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
    return folder;
  });
}

/** Half-built folders of processes that were killed. */
function removeLeftovers(folder: string): void {
  const [cache, prefix] = [dirname(folder), `${basename(folder)}.`];
  for (const name of readdirSync(cache)) {
    const pid = name.startsWith(prefix) ? Number(/^(\d+)\.part$/.exec(name.slice(prefix.length))?.[1]) : Number.NaN;
    // The lock is held: a part under this very pid is from an earlier process that had the same number.
    if (pid !== process.pid && !(pid > 0 && !isAlive(pid))) continue;
    try {
      rmSync(join(cache, name), { recursive: true, force: true });
    } catch {
      // What the killed process had started (npm, pip) still writes there: the next build removes it.
    }
  }
}
