import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { Optimizer, type Params } from "./optimizer.js";

export interface AdamOptions {
  /** Default 1e-3. */
  lr: number;
  /** Decay of the running means of the gradient and of its square; default [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Default 1e-8. */
  eps: number;
  /** Adam: L2 penalty, default 0. AdamW: decoupled decay, default 0.01. */
  weightDecay: number;
}

type AdamSlots = { expAvg: tf.Tensor; expAvgSq: tf.Tensor };

/** Adam as torch computes it: the bias corrections come before epsilon is added (torch/optim/adam.py). */
export class Adam extends Optimizer<AdamOptions, AdamSlots> {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, ...options });
    for (const { options: group } of this.paramGroups) {
      if (group.betas.some((beta) => !(beta >= 0 && beta < 1))) {
        throw new RangeError(`${this.constructor.name}: \`betas\` is [${group.betas}]; both must lie in [0, 1).`);
      }
    }
  }

  protected override initialSlots(parameter: Parameter): AdamSlots {
    return { expAvg: tf.keep(tf.zerosLike(parameter)), expAvgSq: tf.keep(tf.zerosLike(parameter)) };
  }

  protected override update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: AdamSlots,
    step: number,
    options: AdamOptions,
  ) {
    const {
      lr,
      betas: [beta1, beta2],
      eps,
    } = options;
    const { decayed, penalized } = this.decay(value, gradient, options);
    const expAvg = tf.add(tf.mul(slots.expAvg, beta1), tf.mul(penalized, 1 - beta1));
    const expAvgSq = tf.add(tf.mul(slots.expAvgSq, beta2), tf.mul(tf.square(penalized), 1 - beta2));
    const denominator = tf.add(tf.div(tf.sqrt(expAvgSq), Math.sqrt(1 - beta2 ** step)), eps);
    const moved = tf.sub(decayed, tf.mul(tf.div(expAvg, denominator), lr / (1 - beta1 ** step)));
    return { value: moved, slots: { expAvg, expAvgSq } };
  }

  /** Where the weight decay goes: into the gradient. */
  protected decay(value: tf.Tensor, gradient: tf.Tensor, { weightDecay }: AdamOptions) {
    return { decayed: value, penalized: weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, weightDecay)) };
  }
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019; torch/optim/adamw.py). */
export class AdamW extends Adam {
  constructor(params: Params<AdamOptions>, options: Partial<AdamOptions> = {}) {
    super(params, { weightDecay: 0.01, ...options });
  }

  protected override decay(value: tf.Tensor, gradient: tf.Tensor, { lr, weightDecay }: AdamOptions) {
    return { decayed: weightDecay === 0 ? value : tf.mul(value, 1 - lr * weightDecay), penalized: gradient };
  }
}
