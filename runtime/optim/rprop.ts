import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface RpropOptions {
  /** What the step sizes begin with; default 1e-2. */
  lr: number;
  /** By what a step size is multiplied when the gradient's sign changes, and when it stays; default [0.5, 1.2]. */
  etas: readonly [number, number];
  /** The smallest and the largest step size; default [1e-6, 50]. */
  stepSizes: readonly [number, number];
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface RpropState extends ParameterState {
  /** The gradient of the step before, 0 where its sign had changed. */
  prev: tf.Tensor;
  stepSize: tf.Tensor;
}

const DEFAULTS: RpropOptions = { lr: 1e-2, etas: [0.5, 1.2], stepSizes: [1e-6, 50], maximize: false };

/** Resilient backpropagation: by the gradient's sign alone (torch/optim/rprop.py). */
export class Rprop extends FirstOrderOptimizer<RpropOptions, RpropState, RpropOptions> {
  /** @throws RangeError for a negative rate, and unless `etas` lie below and above 1. */
  constructor(params: Params<RpropOptions>, options: Partial<RpropOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, etas: [minus, plus] }: RpropOptions): void {
    checkNotNegative(this.constructor.name, { lr });
    if (!(minus > 0 && minus < 1 && plus > 1)) {
      throw new RangeError(
        `${this.constructor.name}: \`etas\` is [${minus},${plus}]; the first must lie between 0 and 1, the second above 1.`,
      );
    }
  }

  protected override initialState(parameter: Parameter, { lr }: RpropOptions): RpropState {
    return { step: 0, prev: tf.zerosLike(parameter), stepSize: tf.fill(parameter.shape, lr) };
  }

  protected override numbers(_state: RpropState, options: RpropOptions): RpropOptions {
    return options;
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: RpropState,
    { etas: [minus, plus], stepSizes: [smallest, largest], maximize }: RpropOptions,
  ): Updated<RpropState> {
    const falling = maximize ? tf.neg(gradient) : gradient;
    const agreement = tf.mul(falling, state.prev);
    const isTurned = tf.less(agreement, 0);
    const one = tf.onesLike(falling);
    const factor = tf.where(isTurned, tf.mul(one, minus), tf.where(tf.greater(agreement, 0), tf.mul(one, plus), one));
    const stepSize = tf.clipByValue(tf.mul(state.stepSize, factor), smallest, largest);
    const prev = tf.where(isTurned, tf.zerosLike(falling), falling);
    return { value: tf.sub(value, tf.mul(signs(prev), stepSize)), slots: { prev, stepSize } };
  }
}

/** NaN stays. `tf.sign` takes small numbers for 0 on wasm. */
function signs(x: tf.Tensor): tf.Tensor {
  return tf.where(tf.isNaN(x), x, tf.sub(tf.cast(tf.greater(x, 0), "float32"), tf.cast(tf.less(x, 0), "float32")));
}
