import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkBetas, checkNotNegative } from "./optionChecks.js";

export interface NAdamOptions {
  /** Default 2e-3. */
  lr: number;
  /** Decay of the running means of the gradient and of its square; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8. */
  eps: number;
  /** L2 penalty, or with `decoupledWeightDecay` the share of lr by which weights shrink; default 0. */
  weightDecay: number;
  /** How fast the momentum grows to its full size; default 4e-3. */
  momentumDecay: number;
  /** Default false. */
  decoupledWeightDecay: boolean;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface NAdamState extends ParameterState {
  /** Product of the momenta of all steps. */
  muProduct: number;
  expAvg: tf.Tensor;
  expAvgSq: tf.Tensor;
}

interface NAdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  /** Of the gradient and of its running mean. */
  readonly gradientSize: number;
  readonly averageSize: number;
  readonly eps: number;
  readonly shrink: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

const DEFAULTS: NAdamOptions = {
  lr: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  momentumDecay: 4e-3,
  decoupledWeightDecay: false,
  maximize: false,
};

/** Adam with Nesterov's momentum (Dozat, 2016; torch/optim/nadam.py). */
export class NAdam extends FirstOrderOptimizer<NAdamOptions, NAdamState, NAdamNumbers> {
  /** @throws RangeError for a negative rate, decay or epsilon, and for betas outside of [0, 1). */
  constructor(params: Params<NAdamOptions>, options: Partial<NAdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, eps, weightDecay, momentumDecay, betas }: NAdamOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, weightDecay, momentumDecay });
    checkBetas(this.constructor.name, betas);
  }

  protected override initialState(parameter: Parameter): NAdamState {
    return { step: 0, muProduct: 1, expAvg: tf.zerosLike(parameter), expAvgSq: tf.zerosLike(parameter) };
  }

  /** The correction `c = √(1 - beta2^step)` of the root goes into the sizes: `a / (√v / c + eps)` is `a · c / (√v + eps · c)`. */
  protected override numbers(state: NAdamState, options: NAdamOptions): NAdamNumbers {
    const { step } = state;
    const [beta1, beta2] = options.betas;
    const { lr, eps, weightDecay, momentumDecay, decoupledWeightDecay, maximize } = options;
    const momentumAt = (at: number) => beta1 * (1 - 0.5 * 0.96 ** (at * momentumDecay));
    const momentum = momentumAt(step);
    const next = momentumAt(step + 1);
    state.muProduct *= momentum;
    const correction = Math.sqrt(1 - beta2 ** step);
    return {
      beta1,
      beta2,
      gradientSize: (lr * (1 - momentum) * correction) / (1 - state.muProduct),
      averageSize: (lr * next * correction) / (1 - state.muProduct * next),
      eps: eps * correction,
      shrink: decoupledWeightDecay ? 1 - lr * weightDecay : 1,
      weightDecay: decoupledWeightDecay ? 0 : weightDecay,
      maximize,
    };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: NAdamState,
    numbers: NAdamNumbers,
  ): Updated<NAdamState> {
    const { beta1, beta2, gradientSize, averageSize, eps, shrink } = numbers;
    const falling = descentGradient(value, gradient, numbers);
    const expAvg = lerp(state.expAvg, falling, 1 - beta1);
    const expAvgSq = lerp(state.expAvgSq, tf.square(falling), 1 - beta2);
    const direction = tf.add(tf.mul(falling, gradientSize), tf.mul(expAvg, averageSize));
    const shrunk = shrink === 1 ? value : tf.mul(value, shrink);
    const moved = tf.sub(shrunk, tf.div(direction, tf.add(tf.sqrt(expAvgSq), eps)));
    return { value: moved, slots: { expAvg, expAvgSq } };
  }
}
