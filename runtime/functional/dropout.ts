import { tf } from "../backend/tf.js";
import { warnOnce } from "./warnOnce.js";

/**
 * Zeroes each element with probability `p` and scales the others by 1/(1-p); the identity when not training. With p = 1 everything is 0,
 * the gradient too.
 *
 * @throws unless p lies in [0, 1].
 */
export function dropout(x: tf.Tensor, p = 0.5, training = true): tf.Tensor {
  checkProbability("dropout", p);
  return drop(x, p, training, x.shape);
}

/** `dropout` of whole channels of sequences: `[batch, length, channels]`, or `[length, channels]`. @throws for other shapes. */
export function dropout1d(x: tf.Tensor, p = 0.5, training = true): tf.Tensor {
  checkProbability("dropout1d", p);
  if (x.rank !== 2 && x.rank !== 3) {
    throw new Error(
      `dropout1d got an input of shape [${x.shape.join(", ")}]. It wants [batch, length, channels], or [length, channels]: 1 spatial ` +
        "dimension. Use dropout for anything else.",
    );
  }
  return dropChannels(x, p, training, x.rank === 3);
}

/**
 * `dropout` of whole channels of images: `[batch, height, width, channels]`. As in torch, 3 dimensions are a batch of sequences and others
 * pass too, with a warning.
 */
export function dropout2d(x: tf.Tensor, p = 0.5, training = true): tf.Tensor {
  checkProbability("dropout2d", p);
  if (x.rank !== 4) {
    const hint = x.rank === 3 ? "They are taken for [batch, length, channels]: use dropout1d." : "Use dropout.";
    warnOnce(
      `dropout2d got an input of ${x.rank} dimensions, which is deprecated; it wants [batch, height, width, channels]. ${hint}`,
    );
  }
  return dropChannels(x, p, training, true);
}

/** `dropout` of whole channels of volumes: `[batch, depth, height, width, channels]`, or that without batch. Others pass with a warning. */
export function dropout3d(x: tf.Tensor, p = 0.5, training = true): tf.Tensor {
  checkProbability("dropout3d", p);
  if (x.rank !== 4 && x.rank !== 5) {
    warnOnce(`dropout3d got an input of ${x.rank} dimensions, which is deprecated; it wants 4 or 5. Use dropout.`);
  }
  return dropChannels(x, p, training, x.rank === 5);
}

/** What a dropped element becomes before scaling: the value that `selu` tends to, -scale·alpha. */
const SATURATION = -1.7580993408473766;

/**
 * Dropout that keeps mean 0 and variance 1, for networks with `selu`: dropped elements take its negative saturation, and all are scaled and
 * shifted (torch's alpha_dropout).
 *
 * @param training default false, as in torch.
 */
export function alphaDropout(x: tf.Tensor, p = 0.5, training = false): tf.Tensor {
  checkProbability("alphaDropout", p);
  if (!training || p === 0) return x;
  if (p === 1) return tf.mul(x, 0);
  const scale = 1 / Math.sqrt((SATURATION ** 2 * p + 1) * (1 - p));
  const kept = mask(x.shape, p, 1);
  const shift = tf.mul(tf.sub(1, kept), SATURATION * scale);
  return tf.add(tf.mul(x, tf.mul(kept, scale)), tf.add(shift, -SATURATION * scale * p));
}

function dropChannels(x: tf.Tensor, p: number, training: boolean, isBatched: boolean): tf.Tensor {
  return drop(
    x,
    p,
    training,
    x.shape.map((size, axis) => (axis === x.rank - 1 || (isBatched && axis === 0) ? size : 1)),
  );
}

function drop(x: tf.Tensor, p: number, training: boolean, maskShape: number[]): tf.Tensor {
  if (!training || p === 0) return x;
  return tf.mul(x, p === 1 ? 0 : mask(maskShape, p, 1 / (1 - p)));
}

/** 0 with probability p, else the given value; drawn from the process's generator. */
function mask(shape: number[], p: number, kept: number): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  for (let i = 0; i < values.length; i++) values[i] = Math.random() < p ? 0 : kept;
  return tf.tensor(values, shape);
}

/** @throws unless p lies in [0, 1]. */
export function checkProbability(what: string, p: number): void {
  if (p >= 0 && p <= 1) return;
  throw new RangeError(`${what} got p = ${p}: the probability of an element to be zeroed lies in [0, 1].`);
}
