import type { tf } from "../../backend/tf.js";
import type { Module } from "../module.js";
import { NumberedModules } from "./numberedModules.js";

/** What a Sequential can hold: a module from one tensor to one tensor. */
export interface TensorModule extends Module {
  forward(x: tf.Tensor): tf.Tensor;
}

/** Modules in a row: each gets the output of the one before. They are named "0", "1", …, or as a Map names them. */
export class Sequential extends NumberedModules<TensorModule> {
  constructor(...layers: TensorModule[] | [named: ReadonlyMap<string, TensorModule>]) {
    super();
    for (const layer of layers) {
      if (!(layer instanceof Map)) this.append(layer as TensorModule);
      else for (const [name, child] of layer as ReadonlyMap<string, TensorModule>) this.addNamed(name, child);
    }
  }

  override forward(x: tf.Tensor): tf.Tensor {
    let output = x;
    for (const layer of this) output = layer.forward(output);
    return output;
  }
}
