import { tf } from "../../backend/tf.js";
import { constantParameter } from "../init/defaultParameter.js";
import { Module } from "../module.js";
import type { Parameter } from "../parameter.js";
import { placeOf, shapeError } from "../shapeError.js";
import { normalizeBatch } from "./normalizeBatch.js";

export interface BatchNormOptions {
  /** Added to the variance; default 1e-5. */
  readonly eps?: number;
  /** The share of the newest batch in the running statistics, default 0.1; null: all batches count the same. */
  readonly momentum?: number | null;
  /** True, the default: a weight and a bias for each channel are learned. */
  readonly affine?: boolean;
  /** True, the default: evaluation uses the running statistics of the training, else those of its batch. */
  readonly trackRunningStats?: boolean;
  /** Default true; only with `affine`. */
  readonly bias?: boolean;
}

/** What BatchNorm1d and BatchNorm2d have in common (torch/nn/modules/batchnorm.py). */
export abstract class BatchNormLayer extends Module {
  weight: Parameter | null;
  bias: Parameter | null;
  readonly eps: number;
  readonly momentum: number | null;
  readonly trackRunningStats: boolean;

  constructor(
    readonly numFeatures: number,
    options: BatchNormOptions = {},
  ) {
    super();
    const { eps = 1e-5, momentum = 0.1, affine = true, trackRunningStats = true, bias = true } = options;
    this.eps = eps;
    this.momentum = momentum;
    this.trackRunningStats = trackRunningStats;
    this.weight = affine ? constantParameter([numFeatures], 1) : null;
    this.bias = affine && bias ? constantParameter([numFeatures], 0) : null;
    if (!trackRunningStats) return;
    tf.tidy(() => {
      this.registerBuffer("running_mean", tf.zeros([numFeatures]));
      this.registerBuffer("running_var", tf.ones([numFeatures]));
      this.registerBuffer("num_batches_tracked", tf.scalar(0, "int32"));
    });
  }

  override extraRepr(): string {
    return String(this.numFeatures);
  }

  /** Old states have no `num_batches_tracked`. */
  override optionalState(): readonly string[] {
    return ["num_batches_tracked"];
  }

  override forward(x: tf.Tensor): tf.Tensor {
    const [ranks, wanted] = this.wanted();
    const hasChannels = this.weight !== null || this.trackRunningStats;
    const channels = x.shape.at(-1) ?? 1;
    if (!ranks.includes(x.rank) || (hasChannels && channels !== this.numFeatures))
      throw shapeError(this, x.shape, wanted);
    if (!this.training && this.trackRunningStats) return this.#byRunningStatistics(x);
    const count = x.size / channels;
    if (count === 1) {
      throw new Error(
        `${placeOf(this)} got an input of shape [${x.shape.join(", ")}]: one value per channel has no variance. ` +
          "Give larger batches in training (the last of an epoch too: `dropLast`), or call `eval()`.",
      );
    }
    const isLearned = this.training && this.trackRunningStats;
    const learn = (mean: tf.Tensor, variance: tf.Tensor) => this.#learn(mean, tf.mul(variance, count / (count - 1)));
    return normalizeBatch(x, this.weight, this.bias, this.eps, isLearned ? learn : null);
  }

  /** Ranks of inputs, and how the shapes are written. */
  protected abstract wanted(): readonly [ranks: readonly number[], shapes: string];

  #byRunningStatistics(x: tf.Tensor): tf.Tensor {
    const inverse = tf.rsqrt(tf.add(this.buffer("running_var"), this.eps));
    const scale = this.weight === null ? inverse : tf.mul(this.weight, inverse);
    const y = tf.mul(tf.sub(x, this.buffer("running_mean")), scale);
    return this.bias === null ? y : tf.add(y, this.bias);
  }

  /** Running statistics are of the unbiased variance. */
  #learn(mean: tf.Tensor, variance: tf.Tensor): void {
    const batches = this.buffer("num_batches_tracked");
    batches.assign(tf.add(batches, tf.scalar(1, "int32")));
    const share = this.momentum ?? tf.div(1, tf.cast(batches, "float32"));
    for (const [name, value] of [
      ["running_mean", mean],
      ["running_var", variance],
    ] as const) {
      const running = this.buffer(name);
      running.assign(tf.add(running, tf.mul(tf.sub(value, running), share)));
    }
  }
}
