import { tf } from "../backend/tf.js";

/** What a computation with gradients of its own is made of. */
export interface Differentiation<Outputs extends tf.Tensor | tf.Tensor[]> {
  /** The tensors that the result depends on: only these get gradients. */
  readonly inputs: readonly tf.Tensor[];
  /** Computes the result. What it gives to `save` lives until the gradients are computed; nothing is kept when nobody differentiates. */
  readonly forward: (save: (tensors: tf.Tensor[]) => void) => Outputs;
  /**
   * The gradient of each input, to be called only where it is needed.
   *
   * @param dy gradient of each output; zeros where the loss does not depend on one.
   * @param saved what `forward` saved.
   */
  readonly gradients: (
    dy: Outputs extends tf.Tensor[] ? tf.Tensor[] : tf.Tensor,
    saved: readonly tf.Tensor[],
  ) => readonly (() => tf.Tensor)[];
}

/**
 * Computes with a gradient that is given, as one operation of the tape. Unlike `tf.customGrad` it may have several outputs, and the
 * gradient of an input that needs none is not computed. Where somebody differentiates twice, tfjs's own gradients of what `forward` does
 * serve: what is saved are numbers, through which no second derivative goes.
 */
export function differentiable<Outputs extends tf.Tensor | tf.Tensor[]>(parts: Differentiation<Outputs>): Outputs {
  return isDifferentiatedTwice() ? parts.forward(() => {}) : asOneOperation(parts);
}

/** True within a gradient of a gradient: `tf.grad` of `tf.grad`, or `tf.grad` in a training step. */
export function isDifferentiatedTwice(): boolean {
  return (tf.engine() as unknown as CustomGradientEngine).state.gradientDepth > 1;
}

/** A function of each element by itself, with its derivative. */
export function pointwise(
  x: tf.Tensor,
  value: (x: tf.Tensor) => tf.Tensor,
  derivative: (x: tf.Tensor) => tf.Tensor,
): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [x],
    forward: (save) => {
      save([x]);
      return value(x);
    },
    gradients: (dy, [saved]) => [() => tf.mul(dy, derivative(saved as tf.Tensor))],
  });
}

/** A tensor that counts as a constant, such as a mask: no gradient goes through what it is computed from. */
export function detached(compute: () => tf.Tensor): tf.Tensor {
  return asOneOperation<tf.Tensor>({ inputs: [], forward: compute, gradients: () => [] });
}

function asOneOperation<Outputs extends tf.Tensor | tf.Tensor[]>(parts: Differentiation<Outputs>): Outputs {
  const engine = tf.engine() as unknown as CustomGradientEngine;
  return engine.runKernelFunc({
    forwardFunc: (_backend, save) => parts.forward(save) as tf.Tensor,
    backwardsFunc: (dy, saved) =>
      numbered(parts.gradients(dy as Parameters<Differentiation<Outputs>["gradients"]>[0], saved)),
    inputs: numbered(parts.inputs),
  }) as Outputs;
}

function numbered<T>(values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(values.entries());
}

/** What `tf.customGrad` is built on (`Engine.runKernelFunc`, tfjs-core 4.22). */
interface CustomGradientEngine {
  readonly state: { readonly gradientDepth: number };
  runKernelFunc(invocation: {
    readonly forwardFunc: (backend: unknown, save: (tensors: tf.Tensor[]) => void) => tf.Tensor | tf.Tensor[];
    readonly backwardsFunc: (dy: unknown, saved: tf.Tensor[]) => Readonly<Record<string, () => tf.Tensor>>;
    readonly inputs: Readonly<Record<string, tf.Tensor>>;
  }): tf.Tensor | tf.Tensor[];
}
