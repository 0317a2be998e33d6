import { tf } from "../backend/tf.js";
import { axisOf } from "../functional/dimension.js";
import { inLayer } from "./inLayer.js";
import { Module } from "./module.js";
import { placeOf, shapeError } from "./shapeError.js";

/** Joins the dimensions `startDim … endDim` into one; by default all but the batch. Negative ones count from the end. */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  override extraRepr(): string {
    return `${this.startDim}, ${this.endDim}`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const start = inLayer(this, () => axisOf("startDim", this.startDim, x.rank));
    const end = inLayer(this, () => axisOf("endDim", this.endDim, x.rank));
    if (start > end) {
      throw new RangeError(
        `${placeOf(this)} got an input of shape [${x.shape.join(", ")}], of which it would join the dimensions ${start} to ${end}: ` +
          "its startDim must not come after its endDim. Swap them.",
      );
    }
    const joined = x.shape.slice(start, end + 1).reduce((product, size) => product * size, 1);
    return tf.reshape(x, [...x.shape.slice(0, start), joined, ...x.shape.slice(end + 1)]);
  }
}

/** Splits dimension `dim` into several of the given sizes, of which one may be -1: what is left. */
export class Unflatten extends Module {
  readonly unflattenedSize: readonly number[];

  /** @throws for sizes that are no integers. */
  constructor(
    readonly dim: number,
    unflattenedSize: readonly number[],
  ) {
    super();
    if (!Array.isArray(unflattenedSize) || !unflattenedSize.every(Number.isInteger)) {
      throw new TypeError(
        `Unflatten got unflattenedSize = ${JSON.stringify(unflattenedSize)}, and it wants an array of integers, such as [2, 3].`,
      );
    }
    this.unflattenedSize = [...unflattenedSize];
  }

  override extraRepr(): string {
    return `${this.dim}, [${this.unflattenedSize.join(", ")}]`;
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const axis = inLayer(this, () => axisOf("dim", this.dim, x.rank));
    const size = x.shape[axis] ?? 1;
    const sizes = this.#sizesOf(size);
    if (sizes === null) {
      const hint = `The sizes do not multiply up to the size of dimension ${axis}, which is ${size}.`;
      throw shapeError(
        this,
        x.shape,
        `a dimension ${axis} that splits into [${this.unflattenedSize.join(", ")}]`,
        hint,
      );
    }
    return tf.reshape(x, [...x.shape.slice(0, axis), ...sizes, ...x.shape.slice(axis + 1)]);
  }

  #sizesOf(size: number): number[] | null {
    const known = this.unflattenedSize.filter((one) => one !== -1).reduce((product, one) => product * one, 1);
    const open = this.unflattenedSize.filter((one) => one === -1).length;
    if (this.unflattenedSize.length === 0 || open > 1 || (open === 1 && size % known !== 0)) return null;
    const sizes = this.unflattenedSize.map((one) => (one === -1 ? size / known : one));
    return sizes.every((one) => one >= 0) && sizes.reduce((product, one) => product * one, 1) === size ? sizes : null;
  }
}
