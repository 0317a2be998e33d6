let lastId = 0;

/**
 * One chart's questions to the host. At most one is under way, so that a host that is slow is not asked faster than it answers; none is
 * asked while the chart is out of view. `ask` sends one under a number that no other chart uses.
 */
export class FrameRequests {
  #underWay: number | null = null;
  #again = false;
  #inView = false;
  #missed = true;

  constructor(private readonly ask: (id: number) => void) {}

  /** The same question, since there are newer values: after the answer that is awaited, if there is one. */
  refresh(): void {
    if (this.#underWay === null) this.restart();
    else this.#again = true;
  }

  /** Another question: an answer that is still awaited is void. */
  restart(): void {
    this.#again = false;
    this.#underWay = null;
    this.#missed = !this.#inView;
    if (this.#missed) return;
    this.#underWay = ++lastId;
    this.ask(this.#underWay);
  }

  /** The chart came into view, or left it. */
  setInView(inView: boolean): void {
    this.#inView = inView;
    if (inView && this.#missed) this.restart();
  }

  /** Takes an answer; false: it is stale and not to be drawn. */
  accept(id: number): boolean {
    if (id !== this.#underWay) return false;
    this.#underWay = null;
    if (this.#again) this.restart();
    return true;
  }
}
