import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { scaledDotProductAttention } from "../../../runtime/functional/scaledDotProductAttention.js";

const query = tf.zeros([1, 2, 4]);
const value = tf.tensor3d([[[1], [3]]]);

test("a causal query sees nothing after itself", () => {
  expect([...scaledDotProductAttention(query, query, value, { isCausal: true }).dataSync()]).toEqual([1, 2]);
});

test("a query that may attend to nothing gets zeros, and no gradient", () => {
  const attnMask = tf.tensor2d(
    [
      [0, 0],
      [1, 1],
    ],
    [2, 2],
    "bool",
  );
  const attend = (v: tf.Tensor) => scaledDotProductAttention(query, query, v, { attnMask });
  expect([...attend(value).dataSync()]).toEqual([0, 2]);
  expect([
    ...tf
      .grad((v) => attend(v).sum())(value)
      .dataSync(),
  ]).toEqual([0.5, 0.5]);
});
