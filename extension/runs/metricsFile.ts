import { type FileHandle, open } from "node:fs/promises";
import { breath } from "./breath.js";
import { MetricTable } from "./metricTable.js";

export const METRICS_FILE = "metrics.csv";

/** Parsing this much takes about 3 ms. */
const PIECE_BYTES = 128 * 1024;
/** What is compared at the start of the file and before the place reached, to notice that it was written anew. */
const PROBE_BYTES = 256;

/**
 * Follows a `metrics.csv` that another process writes. Usually it only grows; when a metric appears that was not there before, Lightning
 * writes the file anew with one column more, and this reads it again from its start.
 */
export class MetricsFile {
  /** Replaced by a new table when the file was written anew. */
  table = new MetricTable();
  /** Why the file cannot be read, in words for the user; null: it can. */
  error: string | null = null;
  #offset = 0;
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);
  #reading: Promise<boolean> | null = null;

  constructor(readonly path: string) {}

  /** Reads what is new. @returns whether anything changed. Calls while one is under way share its result. */
  refresh(): Promise<boolean> {
    this.#reading ??= this.#refresh().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #refresh(): Promise<boolean> {
    let file: FileHandle;
    try {
      file = await open(this.path, "r");
    } catch (error) {
      // A run that has not logged yet, or logs elsewhere.
      return (error as NodeJS.ErrnoException).code === "ENOENT" ? false : this.#fail(error);
    }
    try {
      const { size } = await file.stat();
      if (size === this.#offset && (await this.#isSame(file))) return false;
      const grownOnly = size >= this.#offset && (await this.#isSame(file));
      return grownOnly ? await this.#read(file, this.table) : await this.#readAgain(file);
    } catch (error) {
      return this.#fail(error);
    } finally {
      await file.close();
    }
  }

  /** The old table stays in view until the new one is complete. */
  async #readAgain(file: FileHandle): Promise<boolean> {
    this.#offset = 0;
    this.#head = this.#tail = Buffer.alloc(0);
    const table = new MetricTable();
    await this.#read(file, table);
    this.table = table;
    return true;
  }

  async #read(file: FileHandle, table: MetricTable): Promise<boolean> {
    const decoder = new TextDecoder();
    const buffer = Buffer.alloc(PIECE_BYTES);
    const before = this.#offset;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, this.#offset);
      // Whole lines only, so that no character is cut and an unfinished line is read again when it is complete.
      const end = buffer.subarray(0, bytesRead).lastIndexOf(0x0a) + 1;
      const length = end > 0 ? end : bytesRead === buffer.length ? bytesRead : 0;
      if (length === 0) break;
      const piece = buffer.subarray(0, length);
      table.push(decoder.decode(piece, { stream: true }));
      if (this.#head.length < PROBE_BYTES) this.#head = Buffer.concat([this.#head, piece]).subarray(0, PROBE_BYTES);
      this.#tail = Buffer.from(piece.subarray(-PROBE_BYTES));
      this.#offset += length;
      await breath();
    }
    this.error = null;
    return this.#offset !== before;
  }

  async #isSame(file: FileHandle): Promise<boolean> {
    return (await isAt(file, this.#head, 0)) && (await isAt(file, this.#tail, this.#offset - this.#tail.length));
  }

  #fail(error: unknown): boolean {
    const message = error instanceof Error ? error.message : String(error);
    const changed = this.error !== message;
    this.error = message;
    return changed;
  }
}

async function isAt(file: FileHandle, expected: Buffer, position: number): Promise<boolean> {
  const found = Buffer.alloc(expected.length);
  const { bytesRead } = await file.read(found, 0, found.length, position);
  return bytesRead === expected.length && found.equals(expected);
}
