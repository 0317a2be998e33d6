import { tf } from "../../../runtime/backend/tf.js";
import type { LayerSpec, ModuleSpec } from "./nnCase.js";

/**
 * Torch flattens an image channels first, the runtime channels last: the columns of the first Linear after a Flatten stand in another
 * order.
 */
export class FlattenOrder {
  readonly #weight: string | null;
  readonly #channels: number;

  constructor(spec: ModuleSpec) {
    const layers = "children" in spec ? (spec.children as readonly (readonly [string, LayerSpec])[]) : [];
    const flatten = layers.findIndex(([, layer]) => layer.class === "Flatten");
    const convolution = layers.slice(0, Math.max(flatten, 0)).findLast(([, layer]) => layer.class.startsWith("Conv"));
    const linear = layers.slice(flatten + 1).find(([, layer]) => layer.class === "Linear");
    this.#channels = Number(convolution?.[1].args["out_channels"] ?? 1);
    this.#weight = convolution === undefined || linear === undefined ? null : `${linear[0]}.weight`;
  }

  fromTorch(name: string, weight: tf.Tensor): tf.Tensor {
    return this.#swapped(name, weight, this.#channels, -1);
  }

  toTorch(name: string, weight: tf.Tensor): tf.Tensor {
    return this.#swapped(name, weight, -1, this.#channels);
  }

  #swapped(name: string, weight: tf.Tensor, outer: number, inner: number): tf.Tensor {
    if (name !== this.#weight) return weight;
    const blocks = tf.reshape(weight, [weight.shape[0] ?? 0, outer, inner]);
    return tf.reshape(tf.transpose(blocks, [0, 2, 1]), weight.shape);
  }
}
