import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Logger } from "./logger.js";

export interface FolderLoggerOptions {
  /** Default `lightning_logs`; null or "": versions stand in `saveDir` itself. */
  readonly name?: string | null;
  /** A number becomes the folder `version_N`, a text is used as it is; default: the next free number. */
  readonly version?: number | string | null;
  /** Put before every metric's name, with "-" between. */
  readonly prefix?: string;
}

/** A logger with a folder for each run, in Lightning's layout: `<saveDir>/<name>/version_N/`. */
export abstract class FolderLogger extends Logger {
  override readonly name: string;
  readonly #saveDir: string;
  readonly #prefix: string;
  #version: number | string | null;

  constructor(saveDir: string, options: FolderLoggerOptions) {
    super();
    this.#saveDir = saveDir;
    this.name = options.name === undefined ? "lightning_logs" : (options.name ?? "");
    this.#version = options.version ?? null;
    this.#prefix = options.prefix ? `${options.prefix}-` : "";
  }

  override get saveDir(): string {
    return this.#saveDir;
  }

  override get rootDir(): string {
    return join(this.#saveDir, this.name);
  }

  override get version(): number | string {
    this.#version ??= nextVersion(this.rootDir);
    return this.#version;
  }

  override get logDir(): string {
    const { version } = this;
    return join(this.rootDir, typeof version === "number" ? `version_${version}` : version);
  }

  /** A metric's name with the prefix. */
  protected prefixed(name: string): string {
    return this.#prefix + name;
  }
}

function nextVersion(folder: string): number {
  const numbers = entriesOf(folder).flatMap((name) => (/^version_\d+$/.test(name) ? [Number(name.slice(8))] : []));
  return numbers.length === 0 ? 0 : Math.max(...numbers) + 1;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // There is no such folder yet.
    return [];
  }
}
