import { Run } from "./run.js";
import { Signal } from "./signal.js";

/** The runs that are known, kept up to date. It learns of folders and of changes from outside, and polls the runs that are running. */
export class RunStore {
  /** Runs that appeared, changed or went. */
  readonly changed = new Signal<readonly Run[]>();
  readonly #runs = new Map<string, Run>();
  #timer: NodeJS.Timeout | null = null;

  /** @param pollMs between two looks at the runs that are running: watchers lose events on network drives. */
  constructor(private readonly pollMs = 1000) {}

  /** Newest first. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()].sort((a, b) => startOf(b) - startOf(a) || b.folder.localeCompare(a.folder));
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
    if ((await run.refresh()) || known === undefined) this.changed.emit([run]);
    this.#schedule();
    return run;
  }

  remove(folder: string): void {
    const run = this.#runs.get(folder);
    if (run === undefined) return;
    this.#runs.delete(folder);
    this.changed.emit([run]);
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#runs.clear();
  }

  #schedule(): void {
    if (this.#timer !== null || this.running.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void Promise.all(this.running.map((run) => this.refresh(run.folder))).then(() => this.#schedule());
    }, this.pollMs);
  }
}

function startOf(run: Run): number {
  return run.file === null ? run.changedAt : Date.parse(run.file.startedAt) || run.changedAt;
}
