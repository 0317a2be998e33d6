import { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type FusedUpdate, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkBetas, checkNotNegative } from "./optionChecks.js";

export interface AdamOptions {
  /** Default 1e-3. */
  lr: number;
  /** Decay of the running means of the gradient and of its square; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8. */
  eps: number;
  /** Adam: L2 penalty, default 0. AdamW: decoupled decay, default 0.01. */
  weightDecay: number;
  /** Divides by the largest mean of squares so far (Reddi et al., 2018); default false. */
  amsgrad: boolean;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
  /** The decay shrinks the weights themselves and stays out of the means; default false, AdamW: always true. */
  decoupledWeightDecay: boolean;
}

interface AdamState extends ParameterState {
  /** Running means of the gradient and of its square, and the largest of the latter with `amsgrad`. */
  expAvg: tf.Tensor;
  expAvgSq: tf.Tensor;
  maxExpAvgSq?: tf.Tensor;
}

interface AdamNumbers {
  readonly beta1: number;
  readonly beta2: number;
  readonly stepSize: number;
  readonly eps: number;
  /** What the value is multiplied by first: 1 without decoupled decay. */
  readonly shrink: number;
  /** Of the L2 penalty. */
  readonly weightDecay: number;
  readonly amsgrad: boolean;
  readonly maximize: boolean;
}

const DEFAULTS: AdamOptions = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
  decoupledWeightDecay: false,
};

/** Adam as torch computes it: the bias corrections come before epsilon is added (torch/optim/adam.py). */
export class Adam extends FirstOrderOptimizer<AdamOptions, AdamState, AdamNumbers> {
  /** @throws RangeError for a negative rate, decay or epsilon, and for betas outside of [0, 1). */
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, eps, weightDecay, betas }: AdamOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, weightDecay });
    checkBetas(this.constructor.name, betas);
  }

  protected override initialState(parameter: Parameter, { amsgrad }: AdamOptions): AdamState {
    return {
      step: 0,
      expAvg: tf.zerosLike(parameter),
      expAvgSq: tf.zerosLike(parameter),
      ...(amsgrad && { maxExpAvgSq: tf.zerosLike(parameter) }),
    };
  }

  /**
   * `lr / c1 · m / (√v / c2 + eps)`, with the corrections `c1 = 1 - beta1^step` and `c2 = √(1 - beta2^step)`, is
   * `lr · c2 / c1 · m / (√v + eps · c2)`: the form of TensorFlow's kernel.
   */
  protected override numbers({ step }: AdamState, options: AdamOptions): AdamNumbers {
    const [beta1, beta2] = options.betas;
    const { lr, eps, weightDecay, amsgrad, maximize, decoupledWeightDecay } = options;
    const correction = Math.sqrt(1 - beta2 ** step);
    return {
      beta1,
      beta2,
      stepSize: (lr * correction) / (1 - beta1 ** step),
      eps: eps * correction,
      shrink: decoupledWeightDecay ? 1 - lr * weightDecay : 1,
      weightDecay: decoupledWeightDecay ? 0 : weightDecay,
      amsgrad,
      maximize,
    };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: AdamState,
    numbers: AdamNumbers,
  ): Updated<AdamState> {
    const { beta1, beta2, stepSize, eps, shrink, amsgrad } = numbers;
    const falling = descentGradient(value, gradient, numbers);
    const expAvg = lerp(state.expAvg, falling, 1 - beta1);
    const expAvgSq = lerp(state.expAvgSq, tf.square(falling), 1 - beta2);
    const largest = amsgrad ? tf.maximum(state.maxExpAvgSq ?? expAvgSq, expAvgSq) : undefined;
    const denominator = tf.add(tf.sqrt(largest ?? expAvgSq), eps);
    const shrunk = shrink === 1 ? value : tf.mul(value, shrink);
    const moved = tf.sub(shrunk, tf.mul(tf.div(expAvg, denominator), stepSize));
    return { value: moved, slots: { expAvg, expAvgSq, ...(largest && { maxExpAvgSq: largest }) } };
  }

  protected override fused(
    value: tf.Tensor,
    gradient: tf.Tensor,
    { expAvg, expAvgSq, maxExpAvgSq }: AdamState,
    numbers: AdamNumbers,
  ): FusedUpdate | null {
    const { beta1, beta2, stepSize, eps, shrink, amsgrad } = numbers;
    if (amsgrad && maxExpAvgSq === undefined) return null;
    // The step size has the bias corrections in it, so the kernel gets powers of the betas with which it does not correct.
    const [beta1Power, beta2Power] = [0, 0];
    // 1 - 0.999 is off by 5e-5 where 0.999 is a float32, as in the kernel: so are its means, by a factor that is known.
    const [share1, share2] = [roundedShare(beta1), Math.sqrt(roundedShare(beta2))];
    const falling = descentGradient(value, gradient, numbers);
    return {
      op: amsgrad ? "ResourceApplyAdamWithAmsgrad" : "ResourceApplyAdam",
      slots: [expAvg, expAvgSq, ...(amsgrad && maxExpAvgSq !== undefined ? [maxExpAvgSq] : [])],
      inputs: [beta1Power, beta2Power, (stepSize * share2) / share1, beta1, beta2, eps * share2, falling],
      flags: {},
      ...(shrink !== 1 && { from: tf.mul(value, shrink) }),
    };
  }
}

/** How much larger the share of the new in a running mean is where its decay is a float32. */
function roundedShare(decay: number): number {
  return (1 - Math.fround(decay)) / (1 - decay);
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019; torch/optim/adamw.py). */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, options: Omit<Partial<AdamOptions>, "decoupledWeightDecay"> = {}) {
    super(params, { weightDecay: 0.01, ...options, decoupledWeightDecay: true });
  }

  /** The state of an Adam may be loaded too. */
  override loadStateDict(saved: StateDict): void {
    super.loadStateDict(saved);
    for (const { options } of this.paramGroups) options.decoupledWeightDecay = true;
  }
}
