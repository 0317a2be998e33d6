import { BatchNormLayer } from "./batchNormLayer.js";

/** Batch normalization of `[batch, channels]` or channels-last sequences `[batch, length, channels]`. */
export class BatchNorm1d extends BatchNormLayer {
  protected override wanted() {
    return [[2, 3], `[batch, ${this.numFeatures}] or [batch, length, ${this.numFeatures}]`] as const;
  }
}
