import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Identity } from "../../../runtime/nn/index.js";
import { FlopCounter } from "../../../runtime/summary/flopCounter.js";

/** Recorded with torch 2.13's FlopCounterMode from the same sizes, in torch's layout. */
test.each([
  ["[2, 3] · [3, 4]", () => tf.matMul(tf.ones([2, 3]), tf.ones([3, 4])), 48],
  ["[3, 2]ᵀ · [4, 3]ᵀ", () => tf.matMul(tf.ones([3, 2]), tf.ones([4, 3]), true, true), 48],
  ["[5, 2, 3] · [5, 3, 4]", () => tf.matMul(tf.ones([5, 2, 3]), tf.ones([5, 3, 4])), 240],
  ["[5, 1, 2, 3] · [7, 3, 4], broadcast", () => tf.matMul(tf.ones([5, 1, 2, 3]), tf.ones([1, 7, 3, 4])), 1680],
  ["conv2d", () => tf.conv2d(image(8, 9, 4), tf.ones([3, 3, 4, 6]), 2, 1), 17_280],
  ["conv2d with a bias and an activation", fusedConvolution, 17_280],
  ["depthwise conv2d", () => tf.depthwiseConv2d(image(8, 9, 4), tf.ones([3, 3, 4, 1]), 1, "valid"), 6048],
  ["conv1d", () => tf.conv1d(tf.ones<tf.Rank.R3>([2, 8, 4]), tf.ones([3, 4, 6]), 1, "valid"), 1728],
  ["conv2dTranspose", () => tf.conv2dTranspose(image(8, 9, 4), tf.ones([3, 3, 6, 4]), [2, 15, 17, 6], 2, 1), 62_208],
  ["einsum bhid,bhjd->bhij", () => tf.einsum("bhid,bhjd->bhij", tf.ones([2, 3, 4, 6]), tf.ones([2, 3, 5, 6])), 1440],
  ["einsum i,j->ij", () => tf.einsum("i,j->ij", tf.ones([3]), tf.ones([4])), 0],
  ["softmax of an image's mean, and its pooling", () => tf.maxPool(tf.softmax(image(8, 8, 4)), 2, 2, 0), 0],
])("%s", (_, compute, flops) => {
  const counter = new FlopCounter(new Identity());
  tf.tidy(() => counter.watch(compute));
  expect(counter.total).toBe(flops);
});

function fusedConvolution(): tf.Tensor {
  const filter = tf.ones<tf.Rank.R4>([3, 3, 4, 6]);
  return tf.fused.conv2d({ x: image(8, 9, 4), filter, strides: 2, pad: 1, bias: tf.ones([6]), activation: "relu" });
}

function image(height: number, width: number, channels: number): tf.Tensor4D {
  return tf.ones([2, height, width, channels]);
}
