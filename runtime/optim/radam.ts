import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkBetas, checkNotNegative } from "./optionChecks.js";

export interface RAdamOptions {
  /** Default 1e-3. */
  lr: number;
  /** Decay of the running means of the gradient and of its square; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8. */
  eps: number;
  /** L2 penalty, or with `decoupledWeightDecay` the share of lr by which weights shrink; default 0. */
  weightDecay: number;
  /** Default false. */
  decoupledWeightDecay: boolean;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface RAdamState extends ParameterState {
  expAvg: tf.Tensor;
  expAvgSq: tf.Tensor;
}

interface RAdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number;
  /** False in the first steps, when too little is known of the squares to divide by their root. */
  readonly rectified: boolean;
  readonly eps: number;
  readonly shrink: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

const DEFAULTS: RAdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  decoupledWeightDecay: false,
  maximize: false,
};

/** Adam with a rectified variance (Liu et al., 2020; torch/optim/radam.py). */
export class RAdam extends FirstOrderOptimizer<RAdamOptions, RAdamState, RAdamNumbers> {
  /** @throws RangeError for a negative rate, decay or epsilon, and for betas outside of [0, 1). */
  constructor(params: Params<RAdamOptions>, options: Partial<RAdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, eps, weightDecay, betas }: RAdamOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, weightDecay });
    checkBetas(this.constructor.name, betas);
  }

  protected override initialState(parameter: Parameter): RAdamState {
    return { step: 0, expAvg: tf.zerosLike(parameter), expAvgSq: tf.zerosLike(parameter) };
  }

  protected override numbers({ step }: RAdamState, options: RAdamOptions): RAdamNumbers {
    const [beta1, beta2] = options.betas;
    const { lr, eps, weightDecay, decoupledWeightDecay, maximize } = options;
    const correction = rectification(step, beta2);
    return {
      beta1,
      beta2,
      stepSize: (lr * (correction ?? 1)) / (1 - beta1 ** step),
      rectified: correction !== null,
      eps,
      shrink: decoupledWeightDecay ? 1 - lr * weightDecay : 1,
      weightDecay: decoupledWeightDecay ? 0 : weightDecay,
      maximize,
    };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: RAdamState,
    numbers: RAdamNumbers,
  ): Updated<RAdamState> {
    const { beta1, beta2, stepSize, rectified, eps, shrink } = numbers;
    const falling = descentGradient(value, gradient, numbers);
    const expAvg = lerp(state.expAvg, falling, 1 - beta1);
    const expAvgSq = lerp(state.expAvgSq, tf.square(falling), 1 - beta2);
    const direction = rectified ? tf.div(expAvg, tf.add(tf.sqrt(expAvgSq), eps)) : expAvg;
    const shrunk = shrink === 1 ? value : tf.mul(value, shrink);
    return { value: tf.sub(shrunk, tf.mul(direction, stepSize)), slots: { expAvg, expAvgSq } };
  }
}

/** The variance's rectification with the bias correction of its root; null while the approximated average is of five steps or fewer. */
function rectification(step: number, beta2: number): number | null {
  const correction = 1 - beta2 ** step;
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * step * beta2 ** step) / correction;
  if (length <= 5) return null;
  const rectified = ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length);
  return Math.sqrt(rectified) * Math.sqrt(correction);
}
