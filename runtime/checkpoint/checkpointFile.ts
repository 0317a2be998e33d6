import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { Checkpoint } from "./checkpoint.js";
import { decodeValue, encodeCheckpoint } from "./checkpointJson.js";
import { writeFileDurably } from "./durableFile.js";
import { type Packed, unpackTensor } from "./packTensors.js";
import {
  DTYPE_BYTES,
  encodeHeader,
  headerLength,
  LENGTH_BYTES,
  parseHeader,
  SafetensorsError,
  type SafetensorsHeader,
} from "./safetensors.js";

/** What the files are called. */
export const CHECKPOINT_EXTENSION = ".safetensors";

const FORMAT = "lightning-checkpoint";

/**
 * Writes a checkpoint as one `.safetensors` file: the weights under their own names, other tensors under their path, all else as JSON in the
 * metadata. The file is there as a whole or not at all.
 */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  const { json, entries } = encodeCheckpoint(checkpoint);
  // Wide elements first: every tensor begins at a multiple of its element's size.
  const sorted = [...entries].sort(([, a], [, b]) => DTYPE_BYTES[b.dtype] - DTYPE_BYTES[a.dtype]);
  const header = encodeHeader(
    { format: FORMAT, checkpoint: json },
    sorted.map(([name, { dtype, shape }]) => [name, dtype, shape]),
  );
  writeFileDurably(path, [header, ...sorted.map(([, { bytes }]) => bytes)]);
}

/**
 * Reads a checkpoint. A safetensors file of another program is one with weights only. The tensors are the caller's.
 *
 * @throws when there is no such file, or it is damaged.
 */
export function readCheckpoint(path: string): Checkpoint {
  const file = openCheckpoint(path);
  try {
    const { header, entry } = readHeader(file);
    const json = header.metadata["checkpoint"];
    if (json !== undefined) return parseCheckpoint(decodeValue(json, entry));
    const stateDict = Object.fromEntries([...header.entries.keys()].map((name) => [name, unpackTensor(entry(name))]));
    return { epoch: 0, globalStep: 0, lightningRuntimeVersion: "", stateDict };
  } catch (error) {
    throw new SafetensorsError(
      `The checkpoint ${path} cannot be read: ${error instanceof Error ? error.message : error}. Use another one; checkpoints that were written to the end are never like this.`,
      { cause: error },
    );
  } finally {
    closeSync(file);
  }
}

function openCheckpoint(path: string): number {
  try {
    return openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR")
      throw new Error(`Checkpoint file not found: ${path}. Give the path of a ${CHECKPOINT_EXTENSION} file.`, {
        cause: error,
      });
    throw error;
  }
}

function readHeader(file: number): { header: SafetensorsHeader; entry: (name: string) => Packed } {
  const fileBytes = fstatSync(file).size;
  const length = headerLength(readBytes(file, 0, Math.min(LENGTH_BYTES, fileBytes)), fileBytes);
  const start = LENGTH_BYTES + length;
  const header = parseHeader(readBytes(file, LENGTH_BYTES, length), fileBytes - start);
  const entry = (name: string): Packed => {
    const found = header.entries.get(name);
    if (found === undefined) throw new SafetensorsError(`it speaks of a tensor \`${name}\` that it does not have`);
    return { ...found, bytes: readBytes(file, start + found.begin, found.end - found.begin) };
  };
  return { header, entry };
}

function readBytes(file: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const read = readSync(file, bytes, done, length - done, position + done);
    if (read === 0) throw new SafetensorsError("it ends too early");
    done += read;
  }
  return bytes;
}

function parseCheckpoint(value: unknown): Checkpoint {
  const { epoch, globalStep, stateDict } = (value ?? {}) as Partial<Checkpoint>;
  if (
    typeof epoch === "number" &&
    typeof globalStep === "number" &&
    typeof stateDict === "object" &&
    stateDict !== null
  )
    return value as Checkpoint;
  throw new SafetensorsError("its metadata lack `epoch`, `globalStep` or `stateDict`");
}
