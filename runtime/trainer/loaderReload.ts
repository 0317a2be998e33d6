/** When loaders that are there are asked for again: never, or every so many epochs. */
export class LoaderReload {
  /** That of the last time; none yet. */
  #epoch = Number.NEGATIVE_INFINITY;

  /** @param everyNEpochs 0: never again. */
  constructor(private readonly everyNEpochs: number) {}

  isDue(epoch: number): boolean {
    return this.everyNEpochs > 0 && epoch - this.#epoch >= this.everyNEpochs;
  }

  done(epoch: number): void {
    this.#epoch = epoch;
  }
}
