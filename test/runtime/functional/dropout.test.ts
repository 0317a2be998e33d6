import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as F from "../../../runtime/functional/index.js";

test("with p = 1 everything is 0, the gradient too", () => {
  const x = tf.tensor1d([1, 2]);
  expect([...F.dropout(x, 1).dataSync()]).toEqual([0, 0]);
  expect([
    ...tf
      .grad((x) => F.dropout(x, 1).sum())(x)
      .dataSync(),
  ]).toEqual([0, 0]);
});

test("dropout2d drops whole channels, which are the last dimension", () => {
  const y = F.dropout2d(tf.ones([8, 2, 2, 3]), 0.5);
  const channels = tf.transpose(y, [0, 3, 1, 2]).reshape([24, 4]);
  const kinds = new Set((channels.arraySync() as number[][]).map(String));
  expect([...kinds].sort()).toEqual(["0,0,0,0", "2,2,2,2"]);
});

test("alphaDropout keeps mean and variance", () => {
  const y = F.alphaDropout(tf.randomNormal([50_000], 0, 1, "float32", 1), 0.3, true);
  const { mean, variance } = tf.moments(y);
  expect(mean.dataSync()[0]).toBeCloseTo(0, 1);
  expect(variance.dataSync()[0]).toBeCloseTo(1, 1);
});

test("a probability outside [0, 1] is refused", () => {
  expect(() => F.dropout(tf.zeros([1]), 1.5)).toThrow(
    "dropout got p = 1.5: the probability of an element to be zeroed lies in [0, 1].",
  );
});
