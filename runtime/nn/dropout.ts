import type { tf } from "../backend/tf.js";
import { dropout } from "../functional/dropout.js";
import { Module } from "./module.js";

/** In training, zeroes each element with probability `p` and scales the others by 1/(1-p); in evaluation it does nothing. */
export class Dropout extends Module {
  constructor(readonly p = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) throw new RangeError(`Dropout(${p}): the probability lies in [0, 1].`);
  }

  override forward(x: tf.Tensor): tf.Tensor {
    return dropout(x, this.p, this.training);
  }
}
