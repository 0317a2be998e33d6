import type { tf } from "../../backend/tf.js";
import { ModuleList } from "../containers/moduleList.js";
import type { TensorModule } from "../containers/sequential.js";
import { Module } from "../module.js";
import type { EncoderMasks, TransformerEncoderLayer } from "./transformerEncoderLayer.js";

/** Encoder layers in a row, each a copy of the one that is given. */
export class TransformerEncoder extends Module {
  layers: ModuleList<TransformerEncoderLayer>;
  norm: TensorModule | null;

  /**
   * @param encoderLayer is copied, and not used itself.
   * @param options.norm what follows the last layer; default nothing.
   */
  constructor(
    encoderLayer: TransformerEncoderLayer,
    readonly numLayers: number,
    { norm = null }: { readonly norm?: TensorModule | null } = {},
  ) {
    super();
    this.layers = new ModuleList(Array.from({ length: numLayers }, () => encoderLayer.copy()));
    this.norm = norm;
  }

  /** @param x `[length, batch, features]`, or as the layers have it; the output has the same shape. */
  override forward(
    x: tf.Tensor,
    { mask = null, ...masks }: Omit<EncoderMasks, "srcMask"> & { readonly mask?: tf.Tensor | null } = {},
  ): tf.Tensor {
    let output = x;
    for (const layer of this.layers) {
      output = layer.forward(output, { ...masks, srcMask: mask });
    }
    return this.norm === null ? output : this.norm.forward(output);
  }
}
