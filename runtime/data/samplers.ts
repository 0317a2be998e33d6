import { generator, type RandomGenerator } from "../random.js";

/** The order in which a loader visits its samples. */
export interface Sampler extends Iterable<number> {
  readonly length: number;
  /** Where the order is drawn from; default: the process's generator. */
  readonly random?: RandomGenerator;
}

/** 0, 1, 2, … */
export class SequentialSampler implements Sampler {
  constructor(readonly length: number) {}

  *[Symbol.iterator](): Iterator<number> {
    for (let i = 0; i < this.length; i++) yield i;
  }
}

/** Every number once, in another order each time. */
export class RandomSampler implements Sampler {
  constructor(
    readonly length: number,
    readonly random: RandomGenerator = generator,
  ) {}

  [Symbol.iterator](): Iterator<number> {
    return this.random.permutation(this.length)[Symbol.iterator]();
  }
}
