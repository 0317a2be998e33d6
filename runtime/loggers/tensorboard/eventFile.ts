import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { versionEvent } from "./event.js";
import { record } from "./record.js";

/** Files that this process opened: the last part of their names. */
let opened = 0;

/** An event file of TensorBoard's that grows. Whole records are appended, so that a reader never waits for the rest of one. */
export class EventFile {
  readonly #file: number;
  #pending: Uint8Array[] = [];

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const now = Date.now() / 1000;
    const time = String(Math.floor(now)).padStart(10, "0");
    this.#file = openSync(join(folder, `events.out.tfevents.${time}.${hostname()}.${process.pid}.${opened++}`), "a");
    this.append(versionEvent(now));
    this.flush();
  }

  append(event: Uint8Array): void {
    this.#pending.push(record(event));
  }

  flush(): void {
    if (this.#pending.length === 0) return;
    const bytes = Buffer.concat(this.#pending);
    this.#pending = [];
    for (let written = 0; written < bytes.length; ) written += writeSync(this.#file, bytes, written);
  }

  close(): void {
    this.flush();
    closeSync(this.#file);
  }
}
