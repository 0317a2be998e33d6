/** Tells its listeners that something happened. Plain, so that runs can be read and tested without an editor. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** @returns a function that takes the listener away again. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}
