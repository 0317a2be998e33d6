import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { parseRunFile, RUN_FILE, type RunFile } from "../../runtime/protocol/runFile.js";
import { HPARAMS_FILE, type Hparams, readHparams } from "./hparamsFile.js";
import { METRICS_FILE, MetricsFile } from "./metricsFile.js";
import { isAlive } from "./processState.js";

/** Where a run is; `unknown`: no run.json, as with runs of Python's Lightning. */
export type RunState = RunFile["status"] | "unknown";

/** One run folder and what its files say. Nothing is read before `refresh`. */
export class Run {
  readonly metrics: MetricsFile;
  file: RunFile | null = null;
  hparams: Hparams = [];
  /** Milliseconds since 1970 of the newest of its files; orders the runs. */
  changedAt = 0;
  #stamp = "";

  /** @param folder the run's folder, which is its identity. */
  constructor(readonly folder: string) {
    this.metrics = new MetricsFile(join(folder, METRICS_FILE));
  }

  get name(): string {
    return basename(this.folder);
  }

  /** True while none of a run's files is there: the folder may become a run, or never. */
  get isEmpty(): boolean {
    return this.changedAt === 0;
  }

  /** The folder that Lightning calls the logger's name, with the experiment's before it: `digits/lightning_logs`. */
  get group(): string {
    const logs = dirname(this.folder);
    return `${basename(dirname(logs))}/${basename(logs)}`;
  }

  /** A run whose process has gone without a word was ended from outside. */
  get state(): RunState {
    if (this.file === null) return "unknown";
    return this.file.status === "running" && !isAlive(this.file.pid) ? "interrupted" : this.file.status;
  }

  /** Reads what has changed since the last time. @returns whether anything has. */
  async refresh(): Promise<boolean> {
    const stamp = await this.#readStamp();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    const [file, hparams] = await Promise.all([
      readRunFile(join(this.folder, RUN_FILE)),
      readHparams(join(this.folder, HPARAMS_FILE)),
      this.metrics.refresh(),
    ]);
    this.file = file ?? this.file;
    this.hparams = hparams;
    return true;
  }

  /** Size and time of each file: cheaper than reading them. */
  async #readStamp(): Promise<string> {
    const stats = await Promise.all(
      [RUN_FILE, METRICS_FILE, HPARAMS_FILE].map((name) => stat(join(this.folder, name)).catch(() => null)),
    );
    this.changedAt = Math.max(0, ...stats.flatMap((entry) => (entry === null ? [] : [entry.mtimeMs])));
    const alive = this.file?.status === "running" ? [isAlive(this.file.pid)] : [];
    return [...stats.map((entry) => (entry === null ? "-" : `${entry.size}@${entry.mtimeMs}`)), ...alive].join(" ");
  }
}

async function readRunFile(path: string): Promise<RunFile | null> {
  try {
    return parseRunFile(JSON.parse(await readFile(path, "utf8")));
  } catch {
    // Python's Lightning writes none; ours is replaced in one go, so half a file is not ours.
    return null;
  }
}
