import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Accuracy } from "../../../runtime/metrics/accuracy.js";

test("it is the share of right predictions over all batches, not a mean of means", () => {
  const accuracy = new Accuracy();
  accuracy.update(
    tf.tensor2d([
      [0.1, 0.9],
      [0.8, 0.2],
      [0.3, 0.7],
    ]),
    tf.tensor1d([1, 0, 0], "int32"),
  );
  accuracy.update(tf.tensor1d([1], "int32"), tf.tensor1d([1], "int32"));
  expect(accuracy.compute()).toBe(0.75);
  accuracy.reset();
  expect(accuracy.compute()).toBe(0);
});

test("forward gives the batch's own value and adds it to the others", () => {
  const accuracy = new Accuracy();
  const one = tf.tensor1d([1], "int32");
  expect([accuracy.forward(one, one), accuracy.forward(tf.tensor1d([0], "int32"), one)]).toEqual([1, 0]);
  expect([accuracy.lastValue, accuracy.compute()]).toEqual([0, 0.5]);
});
