import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkBetas, checkNotNegative } from "./optionChecks.js";

export interface AdamaxOptions {
  /** Default 2e-3. */
  lr: number;
  /** Decay of the running mean of the gradient and of its largest size; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the gradient's size; default 1e-8. */
  eps: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface AdamaxState extends ParameterState {
  expAvg: tf.Tensor;
  expInf: tf.Tensor;
}

interface AdamaxNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

const DEFAULTS: AdamaxOptions = { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, maximize: false };

/** Adam with the largest size of the gradient in place of its mean square (torch/optim/adamax.py). */
export class Adamax extends FirstOrderOptimizer<AdamaxOptions, AdamaxState, AdamaxNumbers> {
  /** @throws RangeError for a negative rate, decay or epsilon, and for betas outside of [0, 1). */
  constructor(params: Params<AdamaxOptions>, options: Partial<AdamaxOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, eps, weightDecay, betas }: AdamaxOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, weightDecay });
    checkBetas(this.constructor.name, betas);
  }

  protected override initialState(parameter: Parameter): AdamaxState {
    return { step: 0, expAvg: tf.zerosLike(parameter), expInf: tf.zerosLike(parameter) };
  }

  protected override numbers({ step }: AdamaxState, options: AdamaxOptions): AdamaxNumbers {
    const [beta1, beta2] = options.betas;
    const { lr, eps, weightDecay, maximize } = options;
    return { beta1, beta2, stepSize: lr / (1 - beta1 ** step), eps, weightDecay, maximize };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: AdamaxState,
    numbers: AdamaxNumbers,
  ): Updated<AdamaxState> {
    const { beta1, beta2, stepSize, eps } = numbers;
    const falling = descentGradient(value, gradient, numbers);
    const expAvg = lerp(state.expAvg, falling, 1 - beta1);
    const expInf = tf.maximum(tf.mul(state.expInf, beta2), tf.add(tf.abs(falling), eps));
    return { value: tf.sub(value, tf.mul(tf.div(expAvg, expInf), stepSize)), slots: { expAvg, expInf } };
  }
}
