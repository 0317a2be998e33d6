import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeFileAtomic } from "../atomicFile.js";
import type { Hparams } from "../core/hparams.js";
import { RUN_FILE } from "../protocol/runFile.js";
import { SUMMARY_FILE } from "../protocol/summaryFile.js";
import { CsvFile } from "./csvFile.js";
import { FolderLogger, type FolderLoggerOptions } from "./folderLogger.js";
import { hparamsYaml } from "./hparamsYaml.js";
import { COUNTS } from "./logger.js";
import { pythonFloat } from "./pythonFloat.js";

export interface CSVLoggerOptions extends FolderLoggerOptions {
  /** Writes after so many steps when nobody calls `save`, which the Trainer does; default 100. */
  readonly flushLogsEveryNSteps?: number;
}

/** Writes `metrics.csv` and `hparams.yaml`: `<saveDir>/<name>/version_N/`. */
export class CSVLogger extends FolderLogger {
  readonly #flushEvery: number;
  #hparams: Hparams = {};
  #pending: Record<string, string>[] = [];
  #file: CsvFile | null = null;

  constructor(saveDir: string, options: CSVLoggerOptions = {}) {
    super(saveDir, options);
    this.#flushEvery = options.flushLogsEveryNSteps ?? 100;
  }

  override logMetrics(
    metrics: Readonly<Record<string, number>>,
    step: number = this.#pending.length,
    counts: readonly string[] = COUNTS,
  ): void {
    const row: Record<string, string> = {};
    for (const [name, value] of Object.entries(metrics)) row[this.prefixed(name)] = cell(value, counts.includes(name));
    row["step"] = String(step);
    this.#pending.push(row);
    if ((step + 1) % this.#flushEvery === 0) this.save();
  }

  override logHyperparams(params: Readonly<Hparams>): void {
    this.#open();
    this.#hparams = { ...this.#hparams, ...params };
    writeFileAtomic(join(this.logDir, "hparams.yaml"), hparamsYaml(this.#hparams));
  }

  /** Appends the rows that are new; a new metric rewrites the file with one column more. */
  override save(): void {
    const file = this.#open();
    if (this.#pending.length === 0) return;
    file.append(this.#pending);
    this.#pending = [];
  }

  /** The run's folder is made at the first use, so that a logger that logs nothing takes no version. */
  #open(): CsvFile {
    if (this.#file !== null) return this.#file;
    mkdirSync(this.logDir, { recursive: true });
    const path = join(this.logDir, "metrics.csv");
    if (readdirSync(this.logDir).some((name) => name !== RUN_FILE && name !== SUMMARY_FILE)) {
      console.warn(
        `The folder ${this.logDir} of this run exists and is not empty. Metrics that an earlier run logged there are replaced. Leave \`version\` out to get a folder of its own for each run.`,
      );
      rmSync(path, { force: true });
    }
    this.#file = new CsvFile(path);
    return this.#file;
  }
}

function cell(value: number, isCount: boolean): string {
  return isCount && Number.isInteger(value) ? String(value) : pythonFloat(value);
}
