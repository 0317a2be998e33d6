import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type FusedUpdate, type Updated } from "./firstOrderOptimizer.js";
import { lerp } from "./lerp.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface AdadeltaOptions {
  /** Default 1. */
  lr: number;
  /** Decay of the running means of squares, from 0 to 1; default 0.9. */
  rho: number;
  /** Default 1e-6. */
  eps: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface AdadeltaState extends ParameterState {
  /** Running means of the squares of the gradient and of the steps. */
  squareAvg: tf.Tensor;
  accDelta: tf.Tensor;
}

const DEFAULTS: AdadeltaOptions = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false };

/** Adadelta (torch/optim/adadelta.py). */
export class Adadelta extends FirstOrderOptimizer<AdadeltaOptions, AdadeltaState, AdadeltaOptions> {
  /** @throws RangeError for a negative number, and for a rho above 1. */
  constructor(params: Params<AdadeltaOptions>, options: Partial<AdadeltaOptions> = {}) {
    super(params, DEFAULTS, options);
  }

  protected override check({ lr, rho, eps, weightDecay }: AdadeltaOptions): void {
    checkNotNegative(this.constructor.name, { lr, eps, weightDecay });
    if (!(rho >= 0 && rho <= 1)) {
      throw new RangeError(`${this.constructor.name}: \`rho\` is ${rho}; it must lie in [0, 1].`);
    }
  }

  protected override initialState(parameter: Parameter): AdadeltaState {
    return { step: 0, squareAvg: tf.zerosLike(parameter), accDelta: tf.zerosLike(parameter) };
  }

  protected override numbers(_state: AdadeltaState, options: AdadeltaOptions): AdadeltaOptions {
    return options;
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: AdadeltaState,
    options: AdadeltaOptions,
  ): Updated<AdadeltaState> {
    const { lr, rho, eps } = options;
    const falling = descentGradient(value, gradient, options);
    const squareAvg = lerp(state.squareAvg, tf.square(falling), 1 - rho);
    const ratio = tf.sqrt(tf.div(tf.add(state.accDelta, eps), tf.add(squareAvg, eps)));
    const delta = tf.mul(ratio, falling);
    const accDelta = lerp(state.accDelta, tf.square(delta), 1 - rho);
    return { value: tf.sub(value, tf.mul(delta, lr)), slots: { squareAvg, accDelta } };
  }

  protected override fused(
    value: tf.Tensor,
    gradient: tf.Tensor,
    { squareAvg, accDelta }: AdadeltaState,
    options: AdadeltaOptions,
  ): FusedUpdate {
    const { lr, rho, eps } = options;
    const falling = descentGradient(value, gradient, options);
    return {
      op: "ResourceApplyAdadelta",
      slots: [squareAvg, accDelta],
      inputs: [lr, rho, eps, falling],
      flags: {},
    };
  }
}
