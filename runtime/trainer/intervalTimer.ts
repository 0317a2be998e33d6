/** Something that is due every so many seconds. */
export class IntervalTimer {
  #since = performance.now();

  constructor(private readonly seconds: number) {}

  restart(): void {
    this.#since = performance.now();
  }

  isDue(): boolean {
    return performance.now() - this.#since >= this.seconds * 1000;
  }
}
