import { readFile } from "node:fs/promises";
import { isMap, isScalar, parseDocument } from "yaml";

export const HPARAMS_FILE = "hparams.yaml";

/** A file with more than this is no set of hyperparameters. */
const MAX_BYTES = 1 << 20;

/** Hyperparameters as text, in the file's order. */
export type Hparams = readonly (readonly [name: string, value: string])[];

/** A run's hyperparameters; empty when it has none, or none that can be read. */
export async function readHparams(path: string): Promise<Hparams> {
  try {
    const text = await readFile(path, "utf8");
    return text.length > MAX_BYTES ? [] : parseHparams(text);
  } catch {
    // Most runs without hyperparameters have no such file.
    return [];
  }
}

/**
 * Lightning's `hparams.yaml` as text. Values that only Python can build (`!!python/object…`) are shown as they are written; the tags are
 * not resolved.
 */
export function parseHparams(text: string): Hparams {
  const document = parseDocument(text, { logLevel: "silent", schema: "core" });
  if (!isMap(document.contents)) return [];
  return document.contents.items.map(({ key, value }) => {
    const name = isScalar(key) ? String(key.value) : String(key);
    if (value === null || value === undefined) return [name, ""];
    return [name, isScalar(value) ? String(value.value) : JSON.stringify((value as { toJSON(): unknown }).toJSON())];
  });
}
