import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LightningDataModule } from "../core/lightningDataModule.js";
import { packageFolder } from "../packageFolder.js";
import { RandomGenerator } from "../random.js";
import { DataLoader } from "./dataLoader.js";
import { type Dataset, type NdArray, randomSplit, type Subset } from "./dataset.js";

/** An image `[8, 8, 1]` with pixels in [0, 1], and its class 0-9. */
export type DigitsSample = readonly [image: NdArray, label: number];

/** 1,797 handwritten digits (E. Alpaydin and C. Kaynak, 1998, doi 10.24432/C50P49, CC BY 4.0), shipped with the runtime. */
export class Digits implements Dataset<DigitsSample> {
  readonly #rows: Float32Array[];

  constructor() {
    const [, ...lines] = readFileSync(join(packageFolder(), "data", "digits", "digits.csv"), "utf8")
      .trimEnd()
      .split("\n");
    this.#rows = lines.map((line) => Float32Array.from(line.split(","), Number));
  }

  get length(): number {
    return this.#rows.length;
  }

  getItem(index: number): DigitsSample {
    const row = this.#rows[index];
    if (row === undefined)
      throw new RangeError(`Digits has no sample ${index}; they are numbered 0 to ${this.length - 1}.`);
    return [{ data: row.subarray(0, 64).map((pixel) => pixel / 16), shape: [8, 8, 1] }, row[64] as number];
  }
}

/** The digits in three parts that are the same in every run: 1,257 to train, 270 to validate, 270 to test. */
export class DigitsDataModule extends LightningDataModule {
  readonly batchSize: number;
  #parts: readonly Subset<DigitsSample>[] = [];

  /** @param options.batchSize default 32. */
  constructor(options: { readonly batchSize?: number } = {}) {
    super();
    this.batchSize = options.batchSize ?? 32;
  }

  override setup(): void {
    this.#parts = randomSplit(new Digits(), [1257, 270, 270], new RandomGenerator(42));
  }

  override trainDataloader(): DataLoader<DigitsSample> {
    return this.#loader(0, true);
  }

  override valDataloader(): DataLoader<DigitsSample> {
    return this.#loader(1);
  }

  override testDataloader(): DataLoader<DigitsSample> {
    return this.#loader(2);
  }

  override predictDataloader(): DataLoader<DigitsSample> {
    return this.#loader(2);
  }

  #loader(part: number, shuffle = false): DataLoader<DigitsSample> {
    const dataset = this.#parts[part];
    if (dataset === undefined)
      throw new Error("Call `setup()` before asking the DigitsDataModule for a loader; the Trainer does it by itself.");
    return new DataLoader(dataset, { batchSize: this.batchSize, shuffle });
  }
}
