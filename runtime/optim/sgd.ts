import { tf } from "../backend/tf.js";
import { Optimizer, type Params } from "./optimizer.js";

export interface SGDOptions {
  /** Default 1e-3. */
  lr: number;
  /** Default 0. */
  momentum: number;
  /** Default 0. */
  dampening: number;
  /** L2 penalty; default 0. */
  weightDecay: number;
  /** Default false. */
  nesterov: boolean;
}

type SGDSlots = { momentumBuffer?: tf.Tensor } & Record<string, tf.Tensor>;

/** Stochastic gradient descent with torch's momentum (torch/optim/sgd.py). */
export class SGD extends Optimizer<SGDOptions, SGDSlots> {
  constructor(params: Params<SGDOptions>, options: Partial<SGDOptions> = {}) {
    super(params, { lr: 1e-3, momentum: 0, dampening: 0, weightDecay: 0, nesterov: false, ...options });
    for (const { options: group } of this.paramGroups) {
      if (group.nesterov && (group.momentum <= 0 || group.dampening !== 0)) {
        throw new RangeError(
          `SGD: nesterov needs a momentum above 0 and no dampening, and it got momentum ${group.momentum}, dampening ${group.dampening}.`,
        );
      }
    }
  }

  protected override initialSlots(): SGDSlots {
    return {} as SGDSlots;
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: SGDSlots,
    _step: number,
    options: SGDOptions,
  ) {
    const { lr, momentum, dampening, weightDecay, nesterov } = options;
    let direction = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, weightDecay));
    const next = { ...slots };
    if (momentum !== 0) {
      const previous = slots.momentumBuffer;
      const buffer =
        previous === undefined
          ? direction.clone()
          : tf.add(tf.mul(previous, momentum), tf.mul(direction, 1 - dampening));
      next.momentumBuffer = buffer;
      direction = nesterov ? tf.add(direction, tf.mul(buffer, momentum)) : buffer;
    }
    return { value: tf.sub(value, tf.mul(direction, lr)), slots: next };
  }
}
