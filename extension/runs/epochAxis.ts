/** The place of every step on an axis of epochs: 2.5 is half-way through epoch 2, whatever its number of steps. */
export class EpochAxis {
  /** Step at which each seen epoch began, both ascending. */
  readonly #starts: { readonly step: number; readonly epoch: number }[] = [];
  #lastStep = -1;

  /** False for runs that logged no epoch. */
  get known(): boolean {
    return this.#starts.length > 0;
  }

  /** Takes in a row that says its epoch. */
  add(step: number, epoch: number): void {
    if (!Number.isFinite(step) || !Number.isFinite(epoch)) return;
    if (step < this.#lastStep) this.#forgetFrom(step, epoch);
    const last = this.#starts.at(-1);
    // The last row of an epoch is written at its last step, the first row of the next one up to `logEveryNSteps` later.
    if (last === undefined) this.#starts.push({ step: epoch === 0 ? 0 : step, epoch });
    else if (epoch > last.epoch) this.#starts.push({ step: Math.max(this.#lastStep + 1, last.step + 1), epoch });
    this.#lastStep = step;
  }

  toEpoch(step: number): number {
    const piece = this.#piece((start) => start.step <= step);
    return piece.epoch + (step - piece.step) / piece.stepsAnEpoch;
  }

  toStep(epoch: number): number {
    const piece = this.#piece((start) => start.epoch <= epoch);
    const step = piece.step + (epoch - piece.epoch) * piece.stepsAnEpoch;
    // Steps are whole; without this the way there and back would miss them by a rounding error.
    return Math.abs(step - Math.round(step)) < 1e-6 ? Math.round(step) : step;
  }

  /** A resumed run writes again what came after its checkpoint. */
  #forgetFrom(step: number, epoch: number): void {
    while (
      this.#starts.length > 0 &&
      (this.#starts.at(-1)?.step ?? 0) >= step &&
      (this.#starts.at(-1)?.epoch ?? 0) >= epoch
    ) {
      this.#starts.pop();
    }
    this.#lastStep = Math.min(this.#lastStep, step - 1);
  }

  /** The straight piece that begins at the last start for which `begun` holds. */
  #piece(begun: (start: { readonly step: number; readonly epoch: number }) => boolean) {
    const index = Math.max(0, this.#starts.findLastIndex(begun));
    const start = this.#starts[index] ?? { step: 0, epoch: 0 };
    return { ...start, stepsAnEpoch: this.#stepsAnEpoch(index) };
  }

  /** Of the piece at `index`; the running epoch is taken to be as long as the one before it. */
  #stepsAnEpoch(index: number): number {
    const start = this.#starts[index];
    const next = this.#starts[index + 1];
    if (start === undefined) return 1;
    if (next !== undefined) return (next.step - start.step) / (next.epoch - start.epoch);
    return index > 0 ? this.#stepsAnEpoch(index - 1) : Math.max(1, this.#lastStep + 1 - start.step);
  }
}
