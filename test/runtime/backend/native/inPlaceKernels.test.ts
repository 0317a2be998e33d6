import "./onNode.js";
import { expect, test } from "vitest";
import { backend, native, tf } from "../../../../runtime/backend/tf.js";

const onNode = test.runIf(backend.kind === "node");

const DESCENT = { op: "ResourceApplyGradientDescent", flags: {} };

/** A variable that alone holds its data. */
function variable(...values: number[]): tf.Variable {
  return tf.tidy(() => tf.variable(tf.tensor1d(values)));
}

/** value := value - 0.5 * step, in place. */
function descend(value: tf.Tensor, step: tf.Tensor): void {
  native?.inPlace.run([value], { ...DESCENT, inputs: [0.5, step] });
}

onNode("a tensor is changed again and again, in its own memory", () => {
  const value = variable(1, 2);
  const step = tf.tensor1d([1, 1]);
  descend(value, step);
  descend(value, step);
  expect([...value.dataSync()]).toEqual([0, 1]);
});

onNode("what is assigned between two changes counts", () => {
  const value = variable(1, 2);
  const step = tf.tensor1d([1, 1]);
  descend(value, step);
  value.assign(tf.tensor1d([10, 20]));
  descend(value, step);
  expect([...value.dataSync()]).toEqual([9.5, 19.5]);
});

onNode("a copy that somebody keeps would change too, so its tensor must not be changed in place", () => {
  const value = variable(1, 2);
  expect(native?.inPlace.owns(value)).toBe(true);
  const copy = value.clone();
  expect(native?.inPlace.owns(value)).toBe(false);
  copy.dispose();
  expect(native?.inPlace.owns(value)).toBe(true);
});

onNode("a kernel that fails leaves the tensor as it was", () => {
  const value = variable(1, 2);
  expect(() => descend(value, tf.tensor1d([1, 1, 1]))).toThrow(/shape/);
  expect([...value.dataSync()]).toEqual([1, 2]);
});

onNode("the tensor stays when its resource is released, and can be changed again", () => {
  const value = variable(1, 2);
  const step = tf.tensor1d([1, 1]);
  descend(value, step);
  native?.inPlace.release([value]);
  expect([...value.dataSync()]).toEqual([0.5, 1.5]);
  descend(value, step);
  expect([...value.dataSync()]).toEqual([0, 1]);
});
