import { progressLine } from "./progressLine.js";
import type { ProgressScreen } from "./progressScreen.js";

/** However often it is asked to, a bar is not drawn more often. */
const DRAW_EVERY_MS = 100;

/** A bar while it goes on: what it counts, and when it is drawn. */
export class LiveBar {
  total = Number.POSITIVE_INFINITY;
  postfix: Readonly<Record<string, number | string>> = {};
  #done = 0;
  #startedAt = performance.now();
  #drawnAt = Number.NEGATIVE_INFINITY;

  /**
   * @param screen null: nothing is drawn.
   * @param line its line on the screen.
   * @param refreshRate batches between two drawings.
   */
  constructor(
    public description: string,
    private readonly screen: ProgressScreen | null,
    private readonly line: number,
    private readonly refreshRate: number,
  ) {
    this.draw();
  }

  get done(): number {
    return this.#done;
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  /** Begins anew: the next epoch, or the next loader. */
  restart(description: string, total: number): void {
    this.description = description;
    this.total = total;
    this.#done = 0;
    this.#startedAt = performance.now();
    this.draw();
  }

  /** @returns true when it is to be drawn: this costs no look at the clock where there is no screen. */
  advance(done: number): boolean {
    this.#done = done;
    if (this.screen === null) return false;
    if (done === this.total) return true;
    return done % this.refreshRate === 0 && performance.now() - this.#drawnAt >= DRAW_EVERY_MS;
  }

  draw(): void {
    if (this.screen === null) return;
    this.#drawnAt = performance.now();
    this.screen.draw(this.line, progressLine(this, this.screen.columns));
  }

  remove(): void {
    this.screen?.remove(this.line);
  }
}
