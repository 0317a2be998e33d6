import type { tf } from "../backend/tf.js";
import { Module } from "./module.js";

/** What a Sequential can hold: a module from one tensor to one tensor. */
export interface TensorModule extends Module {
  forward(x: tf.Tensor): tf.Tensor;
}

/** Modules in a row, named "0", "1", …: each gets the output of the one before. */
export class Sequential extends Module {
  readonly #layers: TensorModule[] = [];

  constructor(...layers: TensorModule[]) {
    super();
    for (const layer of layers) this.append(layer);
  }

  append(layer: TensorModule): this {
    Object.defineProperty(this, String(this.#layers.length), {
      value: layer,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    this.#layers.push(layer);
    return this;
  }

  get length(): number {
    return this.#layers.length;
  }

  [Symbol.iterator](): Iterator<TensorModule> {
    return this.#layers[Symbol.iterator]();
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return this.#layers.reduce((input, layer) => layer.forward(input), x);
  }
}
