import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface AdafactorOptions {
  /** Largest relative step; default 1e-2. */
  lr: number;
  /** Power of the step by which the variance forgets, at most 0; default -0.8. */
  beta2Decay: number;
  /** Least root of the variance (null: float32's precision, 2^-23), and least scale of a parameter; default [null, 1e-3]. */
  eps: readonly [number | null, number];
  /** Largest root mean square of an update, at least 1; default 1. */
  d: number;
  /** Share of lr by which weights shrink; default 0. */
  weightDecay: number;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface AdafactorState extends ParameterState {
  /** Of a matrix: means over its rows and columns (the last two axes). */
  rowVar?: tf.Tensor;
  colVar?: tf.Tensor;
  /** Of a vector. */
  variance?: tf.Tensor;
}

interface AdafactorNumbers {
  /** Weight of the present gradient in the variance. */
  readonly weight: number;
  readonly relativeStep: number;
  readonly eps1: number;
  readonly eps2: number;
  readonly d: number;
  readonly shrink: number;
  readonly maximize: boolean;
}

const FLOAT32_EPSILON = 2 ** -23;

const DEFAULTS: AdafactorOptions = {
  lr: 1e-2,
  beta2Decay: -0.8,
  eps: [null, 1e-3],
  d: 1,
  weightDecay: 0,
  maximize: false,
};

/** Adafactor: of a matrix it remembers a row and a column (Shazeer and Stern, 2018; torch/optim/_adafactor.py). */
export class Adafactor extends FirstOrderOptimizer<AdafactorOptions, AdafactorState, AdafactorNumbers> {
  /** @throws RangeError for a negative rate, decay or epsilon, for `beta2Decay` above 0, and for `d` below 1. */
  constructor(params: Params<AdafactorOptions>, options: Partial<AdafactorOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, beta2Decay, eps: [eps1, eps2], d, weightDecay }: AdafactorOptions): void {
    const { name } = this.constructor;
    checkNotNegative(name, { lr, weightDecay, "eps[0]": eps1 ?? 0, "eps[1]": eps2 });
    if (!(beta2Decay <= 0)) throw new RangeError(`${name}: \`beta2Decay\` is ${beta2Decay}; it must be 0 or less.`);
    if (!(d >= 1)) throw new RangeError(`${name}: \`d\` is ${d}; it must be 1 or larger.`);
  }

  protected override initialState({ shape, rank }: Parameter): AdafactorState {
    if (rank < 2) return { step: 0, variance: tf.zeros(shape) };
    return { step: 0, rowVar: tf.zeros(withOne(shape, -1)), colVar: tf.zeros(withOne(shape, -2)) };
  }

  protected override numbers({ step }: AdafactorState, options: AdafactorOptions): AdafactorNumbers {
    const { lr, beta2Decay, d, weightDecay, maximize } = options;
    const [eps1, eps2] = options.eps;
    return {
      weight: step ** beta2Decay,
      relativeStep: Math.min(lr, 1 / Math.sqrt(step)),
      eps1: eps1 ?? FLOAT32_EPSILON,
      eps2,
      d,
      shrink: 1 - lr * weightDecay,
      maximize,
    };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: AdafactorState,
    numbers: AdafactorNumbers,
  ): Updated<AdafactorState> {
    const { relativeStep, eps1, eps2, d, shrink, maximize } = numbers;
    const falling = maximize ? tf.neg(gradient) : gradient;
    const { slots, estimate } = variances(tf.square(falling), state, numbers);
    const update = tf.mul(falling, tf.rsqrt(tf.maximum(estimate, eps1 * eps1)));
    const scale = tf.maximum(rootMeanSquare(value), eps2);
    const reduction = tf.maximum(tf.div(rootMeanSquare(update), d), 1);
    const stepSize = tf.mul(tf.div(scale, reduction), relativeStep);
    const shrunk = shrink === 1 ? value : tf.mul(value, shrink);
    return { value: tf.sub(shrunk, tf.mul(update, stepSize)), slots };
  }
}

/** The remembered variances after a step, and what they say of each element's. */
function variances(
  squares: tf.Tensor,
  { rowVar, colVar, variance }: AdafactorState,
  { weight, eps1 }: AdafactorNumbers,
): { readonly slots: Partial<AdafactorState>; readonly estimate: tf.Tensor } {
  if (rowVar === undefined || colVar === undefined) {
    const next = lerp(variance ?? tf.zerosLike(squares), squares, weight);
    return { slots: { variance: next }, estimate: next };
  }
  const row = lerp(rowVar, tf.mean(squares, -1, true), weight);
  const column = lerp(colVar, tf.mean(squares, squares.rank - 2, true), weight);
  const total = tf.maximum(tf.mean(row, row.rank - 2, true), eps1);
  return { slots: { rowVar: row, colVar: column }, estimate: tf.div(tf.mul(row, column), total) };
}

function rootMeanSquare(x: tf.Tensor): tf.Tensor {
  return tf.sqrt(tf.mean(tf.square(x)));
}

/** A shape with 1 at an axis, counted from the end. */
function withOne(shape: readonly number[], axis: number): number[] {
  return shape.with(axis, 1);
}
