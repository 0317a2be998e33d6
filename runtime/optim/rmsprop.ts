import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface RMSpropOptions {
  /** Default 1e-2. */
  lr: number;
  /** Decay of the running mean of squares; default 0.99. */
  alpha: number;
  /** Default 1e-8. */
  eps: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Default 0. */
  momentum: number;
  /** Divides by the deviation: the mean of squares without the square of the mean; default false. */
  centered: boolean;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface RMSpropState extends ParameterState {
  squareAvg: tf.Tensor;
  momentumBuffer?: tf.Tensor;
  gradAvg?: tf.Tensor;
}

const DEFAULTS: RMSpropOptions = {
  lr: 1e-2,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
};

/** RMSprop; epsilon is added to the root (torch/optim/rmsprop.py). */
export class RMSprop extends FirstOrderOptimizer<RMSpropOptions, RMSpropState, RMSpropOptions> {
  /** @throws RangeError for a negative number. */
  constructor(params: Params<RMSpropOptions>, options: Partial<RMSpropOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, eps, momentum, weightDecay, alpha }: RMSpropOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, momentum, weightDecay, alpha });
  }

  protected override initialState(parameter: Parameter, { momentum, centered }: RMSpropOptions): RMSpropState {
    return {
      step: 0,
      squareAvg: tf.zerosLike(parameter),
      ...(momentum > 0 && { momentumBuffer: tf.zerosLike(parameter) }),
      ...(centered && { gradAvg: tf.zerosLike(parameter) }),
    };
  }

  protected override numbers(_state: RMSpropState, options: RMSpropOptions): RMSpropOptions {
    return options;
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: RMSpropState,
    options: RMSpropOptions,
  ): Updated<RMSpropState> {
    const { lr, alpha, eps, momentum, centered } = options;
    const falling = descentGradient(value, gradient, options);
    const squareAvg = lerp(state.squareAvg, tf.square(falling), 1 - alpha);
    const gradAvg = centered ? lerp(state.gradAvg ?? tf.zerosLike(falling), falling, 1 - alpha) : undefined;
    const variance = gradAvg === undefined ? squareAvg : tf.sub(squareAvg, tf.square(gradAvg));
    const scaled = tf.div(falling, tf.add(tf.sqrt(variance), eps));
    const slots = { squareAvg, ...(gradAvg && { gradAvg }) };
    if (momentum === 0) return { value: tf.sub(value, tf.mul(scaled, lr)), slots };
    const { momentumBuffer: previous } = state;
    const momentumBuffer = previous === undefined ? scaled : tf.add(tf.mul(previous, momentum), scaled);
    return { value: tf.sub(value, tf.mul(momentumBuffer, lr)), slots: { ...slots, momentumBuffer } };
  }
}
