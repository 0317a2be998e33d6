import type { Block } from "./slicing.js";

/** One request at a time: while a slider moves only its last place is asked for. */
export class BlockRequests {
  #id = 0;
  #running: { readonly id: number; readonly block: Block } | null = null;
  #next: Block | null = null;

  constructor(private readonly send: (id: number, block: Block) => void) {}

  ask(block: Block): void {
    if (this.#running !== null) {
      this.#next = block;
      return;
    }
    this.#running = { id: ++this.#id, block };
    this.send(this.#id, block);
  }

  /** The answer to a request. @returns what was asked for when nothing newer is wanted; null: it is out of date. */
  answered(id: number): Block | null {
    if (this.#running?.id !== id) return null;
    const { block } = this.#running;
    this.#running = null;
    const next = this.#next;
    this.#next = null;
    if (next === null) return block;
    this.ask(next);
    return null;
  }

  /** Nothing that was asked for is wanted any longer. */
  forget(): void {
    this.#running = null;
    this.#next = null;
  }
}
