import { tf } from "../../backend/tf.js";
import type { Parameter } from "../../nn/parameter.js";
import type { FlatVector } from "./flatVector.js";

/** Parameters as one vector: what is read of them, and what is set. */
export class FlatParameters {
  constructor(private readonly parameters: readonly Parameter[]) {}

  values(): FlatVector {
    return this.#read((parameter) => parameter);
  }

  /** 0 where there is none. */
  gradients(): FlatVector {
    return this.#read(({ grad }) => grad);
  }

  setValues(values: FlatVector): void {
    let offset = 0;
    for (const parameter of this.parameters) {
      const own = Float32Array.from(values.subarray(offset, offset + parameter.size));
      tf.tidy(() => parameter.assign(tf.tensor(own, parameter.shape)));
      offset += parameter.size;
    }
  }

  #read(part: (parameter: Parameter) => tf.Tensor | null): FlatVector {
    const all = new Float64Array(this.parameters.reduce((size, parameter) => size + parameter.size, 0));
    let offset = 0;
    for (const parameter of this.parameters) {
      const tensor = part(parameter);
      if (tensor !== null) all.set(tensor.dataSync(), offset);
      offset += parameter.size;
    }
    return all;
  }
}
