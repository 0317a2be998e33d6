import type { StateDict, Stateful } from "./checkpoint/stateful.js";

/**
 * The one seeded generator of the process: sfc32 (C. Doty-Humphrey, PractRand), 128 bits of state. tfjs draws its random numbers
 * (initializers, dropout) from `Math.random`, which `seedEverything` replaces by it; so a run repeats, and its state can be saved.
 */
export class RandomGenerator implements Stateful {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 1;

  constructor(seed: number) {
    this.seed(seed);
  }

  seed(seed: number): void {
    // splitmix32 spreads a small seed over the state; twelve draws mix it, as the author advises.
    let x = seed >>> 0;
    const next = () => {
      x = (x + 0x9e3779b9) >>> 0;
      let z = x;
      z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
      z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
      return (z ^ (z >>> 15)) >>> 0;
    };
    [this.#a, this.#b, this.#c, this.#counter] = [next(), next(), next(), 1];
    for (let i = 0; i < 12; i++) this.nextUint32();
  }

  nextUint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A double in [0, 1) with 53 random bits. */
  random = (): number => (this.nextUint32() * 2 ** 21 + (this.nextUint32() >>> 11)) / 2 ** 53;

  /** A whole number in [0, limit). */
  integer(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  /** The numbers 0 … length-1 in random order (Fisher and Yates). */
  permutation(length: number): number[] {
    const order = Array.from({ length }, (_, i) => i);
    for (let i = length - 1; i > 0; i--) {
      const j = this.integer(i + 1);
      const swapped = order[i] as number;
      order[i] = order[j] as number;
      order[j] = swapped;
    }
    return order;
  }

  stateDict(): StateDict {
    return { a: this.#a, b: this.#b, c: this.#c, counter: this.#counter };
  }

  loadStateDict(state: StateDict): void {
    [this.#a, this.#b, this.#c, this.#counter] = ["a", "b", "c", "counter"].map((key) => Number(state[key]) | 0) as [
      number,
      number,
      number,
      number,
    ];
  }
}

const MAX_SEED = 2 ** 32 - 1;

/** The process's generator. Until `seedEverything` it is seeded from the clock and `Math.random` is Node's own. */
export const generator = new RandomGenerator(Date.now());

/**
 * Seeds every random number of the process: shuffling, splitting, initial weights, dropout.
 *
 * @param seed whole number in [0, 4294967295]; default: the environment's `LIGHTNING_GLOBAL_SEED`, else 0.
 * @returns the seed that was set, for the record.
 */
export function seedEverything(seed?: number): number {
  const chosen = seed ?? Number(process.env["LIGHTNING_GLOBAL_SEED"] ?? 0);
  if (!Number.isInteger(chosen) || chosen < 0 || chosen > MAX_SEED) {
    throw new RangeError(`seedEverything(${chosen}): a seed is a whole number from 0 to ${MAX_SEED}.`);
  }
  generator.seed(chosen);
  Math.random = generator.random;
  process.env["LIGHTNING_GLOBAL_SEED"] = String(chosen);
  return chosen;
}
