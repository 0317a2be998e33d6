import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Sequential } from "../../../runtime/nn/containers/sequential.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { Module } from "../../../runtime/nn/module.js";
import { BatchNorm1d } from "../../../runtime/nn/normalization/batchNorm1d.js";
import { Parameter } from "../../../runtime/nn/parameter.js";

class Net extends Module {
  scale = new Parameter(tf.scalar(2));
  body = new Sequential(new Linear(3, 2), new Linear(2, 1, { bias: false }));
}

test("what does not fit is an error that lists all of it; what fits is loaded by then, as torch does", () => {
  const net = new Net();
  const state = { scale: tf.scalar(7), "body.0.weight": tf.zeros([3, 2]), more: tf.scalar(0), "body.0.bias": "old" };
  expect(() => net.loadStateDict(state)).toThrow(
    "The state does not fit Net: missing: body.1.weight; unexpected: more; " +
      "body.0.weight has shape [3, 2] there and [2, 3] here; body.0.bias is a string there and a tensor here.",
  );
  expect(net.scale.dataSync()[0]).toBe(7);
});

test("not strict: names may differ, and are returned; sizes may not", () => {
  const net = new Net();
  expect(net.loadStateDict({ scale: tf.scalar(7), more: tf.scalar(0) }, { strict: false })).toEqual({
    missingKeys: ["body.0.weight", "body.0.bias", "body.1.weight"],
    unexpectedKeys: ["more"],
  });
  expect(() => net.loadStateDict({ scale: tf.zeros([2]) }, { strict: false })).toThrow(
    "The state does not fit Net: scale has shape [2] there and [] here.",
  );
});

test("whole numbers that come as floats are whole numbers again, and states of old programs load", () => {
  const norm = new BatchNorm1d(1);
  const old = { weight: tf.ones([1]), bias: tf.ones([1]), running_mean: tf.ones([1]), running_var: tf.ones([1]) };
  norm.loadStateDict(old);
  norm.loadStateDict({ ...old, num_batches_tracked: tf.tensor1d([5]) });
  expect(norm.buffer("num_batches_tracked").dtype).toBe("int32");
  expect(norm.buffer("num_batches_tracked").dataSync()[0]).toBe(5);
});

test("loading leaves no tensor", () => {
  const [net, other] = [new Net(), new Net()];
  const before = tf.memory().numTensors;
  net.loadStateDict(other.stateDict());
  expect(tf.memory().numTensors).toBe(before);
});
