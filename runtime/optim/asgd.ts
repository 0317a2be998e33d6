import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface ASGDOptions {
  /** Default 1e-2. */
  lr: number;
  /** Decay of the weights and of the rate; default 1e-4. */
  lambd: number;
  /** Power of the rate's decay; default 0.75. */
  alpha: number;
  /** The step from which the average is taken; default 1e6. */
  t0: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface ASGDState extends ParameterState {
  /** Rate of the next step. */
  eta: number;
  /** Weight of the next value in the average. */
  mu: number;
  /** The average of the values: before `t0` the last one. */
  ax: tf.Tensor;
}

interface ASGDNumbers {
  readonly eta: number;
  readonly mu: number;
  readonly shrink: number;
  readonly weightDecay: number;
  readonly maximize: boolean;
}

const DEFAULTS: ASGDOptions = { lr: 1e-2, lambd: 1e-4, alpha: 0.75, t0: 1e6, weightDecay: 0, maximize: false };

/** Averaged stochastic gradient descent (Polyak and Juditsky, 1992; torch/optim/asgd.py). */
export class ASGD extends FirstOrderOptimizer<ASGDOptions, ASGDState, ASGDNumbers> {
  /** @throws RangeError for a negative rate or weight decay. */
  constructor(params: Params<ASGDOptions>, options: Partial<ASGDOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, weightDecay }: ASGDOptions): void {
    checkNotNegative(this.constructor.name, { lr, weightDecay });
  }

  protected override initialState(parameter: Parameter, { lr }: ASGDOptions): ASGDState {
    return { step: 0, eta: lr, mu: 1, ax: tf.zerosLike(parameter) };
  }

  /** A step goes by what the step before left. */
  protected override numbers(state: ASGDState, options: ASGDOptions): ASGDNumbers {
    const { lr, lambd, alpha, t0, weightDecay, maximize } = options;
    const { step, eta, mu } = state;
    state.eta = lr / (1 + lambd * lr * step) ** alpha;
    state.mu = 1 / Math.max(1, step - t0);
    return { eta, mu, shrink: 1 - lambd * eta, weightDecay, maximize };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: ASGDState,
    numbers: ASGDNumbers,
  ): Updated<ASGDState> {
    const { eta, mu, shrink } = numbers;
    const falling = descentGradient(value, gradient, numbers);
    const moved = tf.sub(tf.mul(value, shrink), tf.mul(falling, eta));
    return { value: moved, slots: { ax: mu === 1 ? moved.clone() : lerp(state.ax, moved, mu) } };
  }
}
