import type { Trainer } from "../trainer/trainer.js";

interface LiveTrainer {
  readonly trainer: Trainer;
  batch: unknown;
}

/** The Trainers that run, innermost last, each with the batch that it is at. They say it themselves; a debugger reads it. */
class LiveTrainers {
  readonly #live: LiveTrainer[] = [];

  get innermost(): Readonly<LiveTrainer> | null {
    return this.#live.at(-1) ?? null;
  }

  begin(trainer: Trainer): void {
    this.#live.push({ trainer, batch: null });
  }

  atBatch(trainer: Trainer, batch: unknown): void {
    const live = this.#live.findLast((live) => live.trainer === trainer);
    if (live !== undefined) live.batch = batch;
  }

  end(trainer: Trainer): void {
    const index = this.#live.findLastIndex((live) => live.trainer === trainer);
    if (index >= 0) this.#live.splice(index, 1);
  }
}

export const liveTrainers = new LiveTrainers();
