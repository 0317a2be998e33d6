import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type FusedUpdate, type Updated } from "./firstOrderOptimizer.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface AdagradOptions {
  /** Default 1e-2. */
  lr: number;
  /** The rate of step n, from 0, is divided by 1 + n · lrDecay; default 0. */
  lrDecay: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** What the sums of squares begin with; default 0. */
  initialAccumulatorValue: number;
  /** Default 1e-10. */
  eps: number;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface AdagradState extends ParameterState {
  /** Of the squares of the gradient. */
  sum: tf.Tensor;
}

interface AdagradNumbers {
  readonly stepSize: number;
  readonly eps: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

const DEFAULTS: AdagradOptions = {
  lr: 1e-2,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
};

/** Adagrad (torch/optim/adagrad.py). */
export class Adagrad extends FirstOrderOptimizer<AdagradOptions, AdagradState, AdagradNumbers> {
  /** @throws RangeError for a negative number. */
  constructor(params: Params<AdagradOptions>, options: Partial<AdagradOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check(options: AdagradOptions): void {
    const { lr, lrDecay, weightDecay, initialAccumulatorValue, eps } = options;
    checkNotNegative(this.constructor.name, { lr, lrDecay, weightDecay, initialAccumulatorValue, eps });
  }

  /** The sums begin with the constructor's value; as in torch a group has none of its own. */
  protected override initialState(parameter: Parameter): AdagradState {
    return { step: 0, sum: tf.fill(parameter.shape, this.defaults.initialAccumulatorValue) };
  }

  protected override numbers({ step }: AdagradState, options: AdagradOptions): AdagradNumbers {
    const { lr, lrDecay, eps, weightDecay, maximize } = options;
    return { stepSize: lr / (1 + (step - 1) * lrDecay), eps, weightDecay, maximize };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: AdagradState,
    numbers: AdagradNumbers,
  ): Updated<AdagradState> {
    const falling = descentGradient(value, gradient, numbers);
    const sum = tf.add(state.sum, tf.square(falling));
    const scaled = tf.div(falling, tf.add(tf.sqrt(sum), numbers.eps));
    return { value: tf.sub(value, tf.mul(scaled, numbers.stepSize)), slots: { sum } };
  }

  protected override fused(
    value: tf.Tensor,
    gradient: tf.Tensor,
    { sum }: AdagradState,
    numbers: AdagradNumbers,
  ): FusedUpdate {
    const falling = descentGradient(value, gradient, numbers);
    return { op: "ResourceApplyAdagradV2", slots: [sum], inputs: [numbers.stepSize, numbers.eps, falling], flags: {} };
  }
}
