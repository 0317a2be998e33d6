import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cacheFolder.js";

export const TFJS_VERSION = "4.22.0";
export const TENSORFLOW_VERSION = "2.21.0";

/** Name of the file that completes an install; what it lists must be there, byte for byte as long. */
export const MANIFEST = "manifest.json";

/** What an install consists of: sizes are checked at every start, checksums were when it was made. */
export interface NativeManifest {
  readonly version: 1;
  readonly tensorflow: string;
  readonly builtAt: string;
  readonly files: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** Where the native backend built from TensorFlow's wheel lies; shared by all experiments of the user. */
export function nativeFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(
    cacheFolder(env),
    `tfjs-node-${TFJS_VERSION}-tensorflow-${TENSORFLOW_VERSION}-${process.platform}-${process.arch}`,
  );
}

/** The manifest of a complete install, or null: nothing there, or not whole. */
export function readNativeInstall(folder: string): NativeManifest | null {
  const file = join(folder, MANIFEST);
  if (!existsSync(file)) return null;
  const manifest = parseManifest(readFileSync(file, "utf8"));
  if (manifest === null) return null;
  const whole = Object.entries(manifest.files).every(
    ([path, { bytes }]) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes,
  );
  return whole ? manifest : null;
}

function parseManifest(text: string): NativeManifest | null {
  try {
    const value: unknown = JSON.parse(text);
    const isManifest =
      typeof value === "object" && value !== null && "version" in value && value.version === 1 && "files" in value;
    return isManifest ? (value as NativeManifest) : null;
  } catch {
    // A manifest that is no JSON is an install that is not whole: it is built again.
    return null;
  }
}
