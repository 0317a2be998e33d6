import { BatchNormLayer } from "./batchNormLayer.js";

/** Batch normalization of channels-last images `[batch, height, width, channels]`. */
export class BatchNorm2d extends BatchNormLayer {
  protected override wanted() {
    return [[4], `[batch, height, width, ${this.numFeatures}]`] as const;
  }
}
