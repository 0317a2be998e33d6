/** When loaders are asked for: once, or again every so many epochs. */
export class LoaderReload {
  #epoch: number | null = null;

  /** @param everyNEpochs 0: never again. */
  constructor(private readonly everyNEpochs: number) {}

  isDue(epoch: number): boolean {
    if (this.#epoch === null) return true;
    return this.everyNEpochs > 0 && epoch - this.#epoch >= this.everyNEpochs;
  }

  done(epoch: number): void {
    this.#epoch = epoch;
  }
}
