import { tf } from "../backend/tf.js";
import { descentGradient } from "./descentGradient.js";
import { FirstOrderOptimizer, type FusedUpdate, type Updated } from "./firstOrderOptimizer.js";
import type { ParameterState, Params } from "./optimizer.js";
import { checkNotNegative } from "./optionChecks.js";

export interface SGDOptions {
  /** Default 1e-3. */
  lr: number;
  /** Default 0. */
  momentum: number;
  /** Share of the gradient that the momentum leaves out, from its second step on; default 0. */
  dampening: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Default false. */
  nesterov: boolean;
  /** Up in place of down the gradient; default false. */
  maximize: boolean;
}

interface SGDState extends ParameterState {
  /** There once a step with momentum was taken. */
  momentumBuffer?: tf.Tensor;
}

const DEFAULTS: SGDOptions = {
  lr: 1e-3,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
};

/** Stochastic gradient descent with torch's momentum (torch/optim/sgd.py). */
export class SGD extends FirstOrderOptimizer<SGDOptions, SGDState, SGDOptions> {
  /** @throws RangeError for a negative rate, momentum or decay, and for nesterov without momentum or with dampening. */
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, DEFAULTS, options);
    const { nesterov, momentum, dampening } = this.defaults;
    if (nesterov && (momentum <= 0 || dampening !== 0)) {
      throw new RangeError(
        `SGD: nesterov needs a momentum above 0 and no dampening, and it got momentum ${momentum}, dampening ${dampening}.`,
      );
    }
  }

  protected override check({ lr, momentum, weightDecay }: SGDOptions): void {
    checkNotNegative(this.constructor.name, { lr, momentum, weightDecay });
  }

  protected override initialState(): SGDState {
    return { step: 0 };
  }

  protected override numbers(_state: SGDState, options: SGDOptions): SGDOptions {
    return options;
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    { momentumBuffer }: SGDState,
    options: SGDOptions,
  ): Updated<SGDState> {
    const { lr, momentum, dampening, nesterov } = options;
    const falling = descentGradient(value, gradient, options);
    if (momentum === 0) return { value: tf.sub(value, tf.mul(falling, lr)) };
    const buffer =
      momentumBuffer === undefined
        ? falling.clone()
        : tf.add(tf.mul(momentumBuffer, momentum), dampening === 0 ? falling : tf.mul(falling, 1 - dampening));
    const direction = nesterov ? tf.add(falling, tf.mul(buffer, momentum)) : buffer;
    return { value: tf.sub(value, tf.mul(direction, lr)), slots: { momentumBuffer: buffer } };
  }

  /** The kernel's momentum begins with a buffer, and knows no dampening. */
  protected override fused(
    value: tf.Tensor,
    gradient: tf.Tensor,
    { momentumBuffer }: SGDState,
    options: SGDOptions,
  ): FusedUpdate | null {
    const { lr, momentum, dampening, nesterov } = options;
    if (momentum !== 0 && (dampening !== 0 || momentumBuffer === undefined)) return null;
    const falling = descentGradient(value, gradient, options);
    return momentumBuffer === undefined || momentum === 0
      ? { op: "ResourceApplyGradientDescent", slots: [], inputs: [lr, falling], flags: {} }
      : {
          op: "ResourceApplyMomentum",
          slots: [momentumBuffer],
          inputs: [lr, falling, momentum],
          flags: { use_nesterov: nesterov },
        };
  }
}
