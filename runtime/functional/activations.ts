import { tf } from "../backend/tf.js";

/** max(x, 0). */
export function relu(x: tf.Tensor): tf.Tensor {
  return tf.relu(x);
}

export function tanh(x: tf.Tensor): tf.Tensor {
  return tf.tanh(x);
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: tf.Tensor): tf.Tensor {
  return tf.sigmoid(x);
}

/** exp(x) / Σ exp(x) over the last dimension. */
export function softmax(x: tf.Tensor): tf.Tensor {
  return tf.softmax(x);
}

/** log of `softmax`, computed without overflow. */
export function logSoftmax(x: tf.Tensor): tf.Tensor {
  return tf.logSoftmax(x);
}
