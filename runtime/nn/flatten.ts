import type { tf } from "../backend/tf.js";
import { Module } from "./module.js";

/** Joins the dimensions `startDim … endDim` into one; by default all but the batch. */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const start = this.startDim < 0 ? x.rank + this.startDim : this.startDim;
    const end = this.endDim < 0 ? x.rank + this.endDim : this.endDim;
    const joined = x.shape.slice(start, end + 1).reduce((product, size) => product * size, 1);
    return x.reshape([...x.shape.slice(0, start), joined, ...x.shape.slice(end + 1)]);
  }
}
