import type * as tfjs from "@tensorflow/tfjs";
import { Constants } from "./constants.js";
import {
  type Attribute,
  type NativeBackend,
  type NativeResult,
  nativeBackend,
  type TensorInfo,
} from "./nativeBackend.js";

/** TensorFlow's own operations, by its names, on tensors of tfjs. */
export class NativeOps {
  readonly backend: NativeBackend;
  readonly constants: Constants;
  readonly #float: Attribute;

  constructor(tf: typeof tfjs) {
    this.backend = nativeBackend(tf);
    this.constants = new Constants(this.backend);
    this.#float = this.type("T", this.backend.binding.TF_FLOAT);
  }

  matMul(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): tfjs.Tensor {
    const attributes = [this.#float, this.bool("transpose_a", transposeA), this.bool("transpose_b", transposeB)];
    return this.backend.executeSingleOutput("MatMul", attributes, [a, b]);
  }

  /** dy where x > 0, and 0 elsewhere. */
  reluGrad(dy: TensorInfo, x: TensorInfo): tfjs.Tensor {
    return this.backend.executeSingleOutput("ReluGrad", [this.#float], [dy, x]);
  }

  /** The sum over all axes but the last. */
  biasAddGrad(dy: TensorInfo): tfjs.Tensor {
    return this.backend.executeSingleOutput("BiasAddGrad", [this.#float], [dy]);
  }

  broadcastTo(x: TensorInfo, shape: readonly number[]): tfjs.Tensor {
    const attributes = [this.#float, this.int32Type("Tidx")];
    return this.backend.executeSingleOutput("BroadcastTo", attributes, [x, this.constants.int32(shape)]);
  }

  /**
   * Cross entropy of the softmax of each row with its class, and its gradient with respect to the logits.
   *
   * @param logits float32 `[samples, classes]`.
   * @param labels int32 `[samples]`. @throws when one is no class.
   * @returns `[samples]` and `[samples, classes]`.
   */
  sparseCrossEntropy(logits: TensorInfo, labels: TensorInfo): [losses: tfjs.Tensor, gradient: tfjs.Tensor] {
    const attributes = [this.#float, this.int32Type("Tlabels")];
    const [losses, gradient] = this.backend.executeMultipleOutputs(
      "SparseSoftmaxCrossEntropyWithLogits",
      attributes,
      [logits, labels],
      2,
    );
    return [losses as tfjs.Tensor, gradient as tfjs.Tensor];
  }

  /** The one result of an operation, as a tensor of tfjs. */
  output([result]: readonly NativeResult[]): tfjs.Tensor {
    return this.backend.createOutputTensor(result as NativeResult);
  }

  /** A type as an attribute of an operation. */
  type(name: string, value: number): Attribute {
    return { name, type: this.backend.binding.TF_ATTR_TYPE, value };
  }

  int32Type(name: string): Attribute {
    return this.type(name, this.backend.binding.TF_INT32);
  }

  bool(name: string, value: boolean): Attribute {
    return { name, type: this.backend.binding.TF_ATTR_BOOL, value };
  }

  ints(name: string, value: readonly number[]): Attribute {
    return { name, type: this.backend.binding.TF_ATTR_INT, value };
  }

  string(name: string, value: string): Attribute {
    return { name, type: this.backend.binding.TF_ATTR_STRING, value };
  }

  /** The type of a tensor's elements, as the attribute `T` or of another name. */
  typeOf(x: TensorInfo, name = "T"): Attribute {
    const { binding } = this.backend;
    switch (x.dtype) {
      case "float32":
        return name === "T" ? this.#float : this.type(name, binding.TF_FLOAT);
      case "int32":
        return this.type(name, binding.TF_INT32);
      case "bool":
        return this.type(name, binding.TF_BOOL);
      case "complex64":
        return this.type(name, binding.TF_COMPLEX64);
      case "string":
        return this.type(name, binding.TF_STRING);
    }
  }
}
