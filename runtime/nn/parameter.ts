import { tf } from "../backend/tf.js";

/** The order of a convolution's kernel: height and width first, as TensorFlow has them; `HWOI` is a transposed convolution's. */
export type KernelLayout = "LIO" | "HWIO" | "HWOI";

let created = 0;

/**
 * A tensor that training changes: a tfjs Variable with torch's `grad` and `requiresGrad`. As a field of a Module it is found, saved,
 * and given to optimizers.
 */
export class Parameter extends tf.Variable {
  /** d(loss)/d(this), summed over the backward passes since it was cleared; null before the first. Owned by the parameter. */
  grad: tf.Tensor | null = null;

  /**
   * @param initialValue its values are shared, not copied; the tensor may be disposed afterwards.
   * @param requiresGrad default true.
   * @param layout what `init` must know of a kernel; default null: rows are outputs and columns are inputs, as in torch.
   */
  constructor(
    initialValue: tf.Tensor,
    requiresGrad = true,
    readonly layout: KernelLayout | null = null,
  ) {
    const engine = tf.engine() as unknown as VariableEngine;
    super(initialValue, requiresGrad, `parameter_${created++}`, engine.nextTensorId());
    engine.state.registeredVariables[this.name] = this;
    engine.incRef(this, engine.backend);
  }

  get requiresGrad(): boolean {
    return this.trainable;
  }

  set requiresGrad(value: boolean) {
    this.trainable = value;
  }

  /** Adds to `grad`; the given tensor may be disposed afterwards. */
  accumulateGrad(gradient: tf.Tensor): void {
    const previous = this.grad;
    this.grad = tf.keep(previous === null ? gradient.clone() : tf.add(previous, gradient));
    previous?.dispose();
  }

  /** Clears `grad`: the next backward pass starts anew. */
  zeroGrad(): void {
    this.grad?.dispose();
    this.grad = null;
  }

  override dispose(): void {
    this.zeroGrad();
    super.dispose();
  }
}

/** What a Variable does to be known to tfjs's engine (`Engine.makeVariable`, tfjs-core 4.22). */
interface VariableEngine {
  nextTensorId(): number;
  incRef(tensor: tf.Tensor, backend: unknown): void;
  readonly backend: unknown;
  readonly state: { readonly registeredVariables: Record<string, tf.Variable> };
}
