import { createHash } from "node:crypto";
import { createReadStream, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../cacheFolder.js";

export const TFJS_VERSION = "4.22.0";
export const TENSORFLOW_VERSION = "2.21.0";

/** Name of the file that completes an install; what it lists must be there, byte for byte as long. */
export const MANIFEST = "manifest.json";

/** What an install consists of: its sizes are checked at every start, the checksums are from when it was made. */
export interface NativeManifest {
  readonly version: 1;
  readonly tensorflow: string;
  /** ISO 8601. */
  readonly builtAt: string;
  /** By path from the install's folder, with `/`. */
  readonly files: Readonly<Record<string, InstalledFile>>;
}

export interface InstalledFile {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** Where the native backend built from TensorFlow's wheel lies; all experiments of the user share it. */
export function nativeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const platform = `${process.platform}-${process.arch}`;
  return join(cacheFolder(env), `tfjs-node-${TFJS_VERSION}-tensorflow-${TENSORFLOW_VERSION}-${platform}`);
}

/** The manifest of a complete install, or null: nothing there, or not whole. Costs a read and a stat a file. */
export function readNativeInstall(folder: string): NativeManifest | null {
  const manifest = readManifest(join(folder, MANIFEST));
  if (manifest === null) return null;
  const whole = Object.entries(manifest.files).every(
    ([path, { bytes }]) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes,
  );
  return whole ? manifest : null;
}

/** Writes the manifest: the last step of an install. */
export async function writeManifest(folder: string, paths: readonly string[]): Promise<void> {
  const files: Record<string, InstalledFile> = {};
  for (const path of paths) {
    const file = join(folder, path);
    files[path] = { bytes: statSync(file).size, sha256: await sha256(file, "hex") };
  }
  const manifest: NativeManifest = {
    version: 1,
    tensorflow: TENSORFLOW_VERSION,
    builtAt: new Date().toISOString(),
    files,
  };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

export function sha256(file: string, encoding: "hex" | "base64url"): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash("sha256");
    createReadStream(file, { highWaterMark: 1 << 20 })
      .on("data", (chunk) => hash.update(chunk))
      .on("error", reject)
      .on("end", () => resolve(hash.digest(encoding)));
  });
}

function readManifest(file: string): NativeManifest | null {
  try {
    return parseManifest(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    // Not there, or no JSON: an install that is not whole is made again.
    return null;
  }
}

function parseManifest(value: unknown): NativeManifest | null {
  if (!isRecord(value) || value["version"] !== 1 || !isRecord(value["files"])) return null;
  const files: Record<string, InstalledFile> = {};
  for (const [path, file] of Object.entries(value["files"])) {
    if (!isRecord(file) || typeof file["bytes"] !== "number") return null;
    files[path] = { bytes: file["bytes"], sha256: String(file["sha256"]) };
  }
  return { version: 1, tensorflow: String(value["tensorflow"]), builtAt: String(value["builtAt"]), files };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
