import type { tf } from "../backend/tf.js";
import * as F from "../functional/activations.js";
import { Module } from "./module.js";

/** max(x, 0). */
export class ReLU extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.relu(x);
  }
}

export class Tanh extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.tanh(x);
  }
}

export class Sigmoid extends Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return F.sigmoid(x);
  }
}
