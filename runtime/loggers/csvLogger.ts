import { appendFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeFileAtomic } from "../atomicFile.js";
import type { Hparams } from "../core/hparams.js";
import { Logger } from "./logger.js";
import { pythonFloat } from "./pythonFloat.js";

export interface CSVLoggerOptions {
  /** Default `lightning_logs`. */
  readonly name?: string;
  /** A number becomes the folder `version_N`, a text is used as it is; default: the next free number. */
  readonly version?: number | string;
  /** Put before every metric's name, with "-" between. */
  readonly prefix?: string;
}

/** Writes `metrics.csv` and `hparams.yaml` in Lightning's layout: `<saveDir>/<name>/version_N/`. */
export class CSVLogger extends Logger {
  override readonly name: string;
  readonly #prefix: string;
  readonly #givenVersion: number | string | undefined;
  #version: number | string | undefined;
  /** Columns of the file on disk, sorted; null: there is no file yet. */
  #columns: readonly string[] | null = null;
  readonly #written: Readonly<Record<string, number>>[] = [];
  #pending: Readonly<Record<string, number>>[] = [];

  constructor(
    override readonly saveDir: string,
    options: CSVLoggerOptions = {},
  ) {
    super();
    this.name = options.name ?? "lightning_logs";
    this.#givenVersion = options.version;
    this.#prefix = options.prefix ? `${options.prefix}-` : "";
  }

  override get version(): number | string {
    this.#version ??= this.#givenVersion ?? this.#nextVersion();
    return this.#version;
  }

  override get logDir(): string {
    const { version } = this;
    return join(this.saveDir, this.name, typeof version === "number" ? `version_${version}` : version);
  }

  override logMetrics(metrics: Readonly<Record<string, number>>, step: number): void {
    const row = Object.fromEntries(Object.entries(metrics).map(([name, value]) => [this.#prefix + name, value]));
    this.#pending.push({ ...row, step });
  }

  override logHyperparams(params: Readonly<Hparams>): void {
    if (Object.keys(params).length === 0) return;
    mkdirSync(this.logDir, { recursive: true });
    writeFileAtomic(join(this.logDir, "hparams.yaml"), stringify(params, { sortMapEntries: true }));
  }

  /** Appends the rows that are new; a new metric rewrites the file with one column more. */
  override save(): void {
    const rows = this.#pending;
    if (rows.length === 0) return;
    this.#pending = [];
    mkdirSync(this.logDir, { recursive: true });
    const file = join(this.logDir, "metrics.csv");
    this.#written.push(...rows);
    const known = this.#columns;
    if (known !== null && rows.every((row) => Object.keys(row).every((name) => known.includes(name)))) {
      appendFileSync(file, rows.map((row) => csvLine(known, row)).join(""));
      return;
    }
    const columns = [...new Set(this.#written.flatMap((row) => Object.keys(row)))].sort();
    this.#columns = columns;
    writeFileAtomic(
      file,
      [`${columns.map(csvCell).join(",")}\r\n`, ...this.#written.map((row) => csvLine(columns, row))].join(""),
    );
  }

  #nextVersion(): number {
    const folder = join(this.saveDir, this.name);
    const names = existsSync(folder) ? readdirSync(folder) : [];
    const numbers = names.flatMap((name) =>
      /^version_\d+$/.test(name) ? [Number(name.slice("version_".length))] : [],
    );
    return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
  }
}

function csvLine(columns: readonly string[], row: Readonly<Record<string, number>>): string {
  return `${columns.map((name) => cellText(name, row[name])).join(",")}\r\n`;
}

/** `step` and `epoch` are whole numbers for Lightning, all else are floats. */
function cellText(name: string, value: number | undefined): string {
  if (value === undefined) return "";
  return (name === "step" || name === "epoch") && Number.isInteger(value) ? String(value) : pythonFloat(value);
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
