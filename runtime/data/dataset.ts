import { generator, type RandomGenerator } from "../random.js";

/** A numbered collection of samples. */
export interface Dataset<Sample = unknown> {
  readonly length: number;
  getItem(index: number): Sample;
}

/** Numbers with a shape, row by row: what a sample holds instead of a tensor, so that it can be made in any thread. */
export interface NdArray {
  readonly data: Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** Some samples of another data set. */
export class Subset<Sample> implements Dataset<Sample> {
  constructor(
    readonly dataset: Dataset<Sample>,
    readonly indices: readonly number[],
  ) {}

  get length(): number {
    return this.indices.length;
  }

  getItem(index: number): Sample {
    return this.dataset.getItem(this.indices[index] as number);
  }
}

/**
 * Splits a data set at random into parts without overlap.
 *
 * @param lengths whole numbers that add up to the length, or fractions that add up to 1.
 * @param random default: the process's generator.
 */
export function randomSplit<Sample>(
  dataset: Dataset<Sample>,
  lengths: readonly number[],
  random: RandomGenerator = generator,
): Subset<Sample>[] {
  const sizes = wholeSizes(dataset.length, lengths);
  const order = random.permutation(dataset.length);
  let start = 0;
  return sizes.map((size) => {
    start += size;
    return new Subset(dataset, order.slice(start - size, start));
  });
}

function wholeSizes(length: number, lengths: readonly number[]): number[] {
  const sum = lengths.reduce((total, part) => total + part, 0);
  if (Math.abs(sum - 1) < 1e-6 && lengths.every((part) => part <= 1)) {
    const sizes = lengths.map((part) => Math.floor(length * part));
    // Torch hands the samples that rounding left over to the parts in turn.
    const rest = length - sizes.reduce((total, size) => total + size, 0);
    return sizes.map((size, i) => size + (i < rest ? 1 : 0));
  }
  if (sum === length && lengths.every(Number.isInteger)) return [...lengths];
  throw new RangeError(
    `randomSplit: the lengths [${lengths}] add up to ${sum}; they must add up to ${length} (the samples) or to 1 (fractions).`,
  );
}
