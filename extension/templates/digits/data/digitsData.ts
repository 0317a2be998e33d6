import { DataLoader, Digits, LightningDataModule, randomSplit } from "lightning-runtime";

/** Where the samples come from, and how they are split and put into batches. Replace `Digits` by a data set of your own. */
export class DigitsData extends LightningDataModule {
  readonly batchSize: number;
  private parts = randomSplit(new Digits(), [0.7, 0.15, 0.15]);

  constructor({ batchSize = 32 } = {}) {
    super();
    this.batchSize = batchSize;
    this.saveHyperparameters({ batchSize });
  }

  trainDataloader() {
    return new DataLoader(this.parts[0]!, { batchSize: this.batchSize, shuffle: true });
  }

  valDataloader() {
    return new DataLoader(this.parts[1]!, { batchSize: this.batchSize });
  }

  testDataloader() {
    return new DataLoader(this.parts[2]!, { batchSize: this.batchSize });
  }
}
