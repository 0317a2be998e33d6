import { Run } from "./run.js";
import { Signal } from "./signal.js";

/** A folder that has had no run's file for so long is no run. */
const EMPTY_FOR_MS = 60_000;

/**
 * The runs that are known, kept up to date. It learns of folders and of changes from outside, and polls the runs that are running and the
 * folders that may become one: watchers lose events on network drives, and on Linux the first ones in a new folder.
 */
export class RunStore {
  /** Runs that appeared, changed or went. */
  readonly changed = new Signal<readonly Run[]>();
  readonly #runs = new Map<string, Run>();
  /** When each empty folder was first seen. */
  readonly #emptySince = new Map<string, number>();
  #timer: NodeJS.Timeout | null = null;

  /** @param pollMs between two looks. */
  constructor(private readonly pollMs = 1000) {}

  /** Newest first. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()]
      .filter((run) => !run.isEmpty)
      .sort((a, b) => startOf(b) - startOf(a) || b.folder.localeCompare(a.folder));
  }

  get(folder: string): Run | undefined {
    return this.#runs.get(folder);
  }

  get running(): readonly Run[] {
    return this.runs.filter((run) => run.state === "running");
  }

  /** A run folder was found, or one of its files has changed. */
  async refresh(folder: string): Promise<Run> {
    const known = this.#runs.get(folder);
    const run = known ?? new Run(folder);
    this.#runs.set(folder, run);
    const changed = await run.refresh();
    if (run.isEmpty) this.#noteEmpty(folder);
    else this.#emptySince.delete(folder);
    if (changed && !run.isEmpty) this.changed.emit([run]);
    this.#schedule();
    return run;
  }

  remove(folder: string): void {
    const run = this.#runs.get(folder);
    if (run === undefined) return;
    this.#runs.delete(folder);
    this.#emptySince.delete(folder);
    this.changed.emit([run]);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#runs.clear();
    this.#emptySince.clear();
  }

  #noteEmpty(folder: string): void {
    const since = this.#emptySince.get(folder) ?? Date.now();
    this.#emptySince.set(folder, since);
    if (Date.now() - since < EMPTY_FOR_MS) return;
    this.#runs.delete(folder);
    this.#emptySince.delete(folder);
  }

  #schedule(): void {
    const folders = [...this.running.map((run) => run.folder), ...this.#emptySince.keys()];
    if (this.#timer !== null || folders.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void Promise.all(folders.map((folder) => this.refresh(folder)));
    }, this.pollMs);
  }
}

function startOf(run: Run): number {
  return run.file === null ? run.changedAt : Date.parse(run.file.startedAt) || run.changedAt;
}
