import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Sequential } from "../../../runtime/nn/containers.js";
import { Conv2d } from "../../../runtime/nn/conv2d.js";
import { Dropout } from "../../../runtime/nn/dropout.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { Module } from "../../../runtime/nn/module.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { seedEverything } from "../../../runtime/random.js";

class Net extends Module {
  scale = new Parameter(tf.scalar(2));
  body = new Sequential(new Linear(3, 2), new Dropout(0.5), new Linear(2, 1, { bias: false }));

  override forward(x: tf.Tensor): tf.Tensor {
    return tf.mul(this.body.forward(x), this.scale);
  }
}

test("children and parameters are found as fields, its own before its children's", () => {
  const net = new Net();
  expect(net.namedModules().map(([path, module]) => `${path}: ${module.constructor.name}`)).toEqual([
    ": Net",
    "body: Sequential",
    "body.0: Linear",
    "body.1: Dropout",
    "body.2: Linear",
  ]);
  expect(Object.entries(net.stateDict()).map(([path, { shape }]) => `${path} [${shape}]`)).toEqual([
    "scale []",
    "body.0.weight [2,3]",
    "body.0.bias [2]",
    "body.2.weight [1,2]",
  ]);
});

test("a module that stands at two places is counted once", () => {
  class Twice extends Module {
    first = new Linear(2, 2);
    second = this.first;
  }
  expect(new Twice().parameters()).toHaveLength(2);
});

test("train and eval reach every child; dropout drops in training only", () => {
  seedEverything(1);
  const net = new Net().eval();
  expect(net.modules().map((module) => module.training)).toEqual([false, false, false, false, false]);
  const x = tf.ones([1, 1000]);
  const dropout = new Dropout(0.4);
  const zeros = (tensor: tf.Tensor) => [...tensor.dataSync()].filter((value) => value === 0).length;
  expect(dropout.eval().forward(x)).toBe(x);
  const dropped = dropout.train().forward(x);
  expect(zeros(dropped)).toBeGreaterThan(330);
  expect(zeros(dropped)).toBeLessThan(470);
  expect(Math.max(...dropped.dataSync())).toBeCloseTo(1 / 0.6, 5);
});

test("loaded values replace its own; what does not fit is an error that lists all of it, and changes nothing", () => {
  const net = new Net();
  const before = [...net.scale.dataSync()];
  const bad = { scale: tf.tensor1d([1, 2]), "body.0.weight": tf.zeros([2, 3]), more: tf.scalar(0) };
  expect(() => net.loadStateDict(bad)).toThrow(
    "The state does not fit Net: missing: body.0.bias, body.2.weight; unexpected: more; scale has shape [2] there and [] here.",
  );
  expect([...net.scale.dataSync()]).toEqual(before);
  expect(net.loadStateDict({ scale: tf.scalar(7) }, { strict: false }).missingKeys).toEqual([
    "body.0.weight",
    "body.0.bias",
    "body.2.weight",
  ]);
  expect(net.scale.dataSync()[0]).toBe(7);
});

test("initial weights lie evenly within ±1/√fanIn, as torch's", () => {
  seedEverything(3);
  const [linear, conv] = [new Linear(100, 200), new Conv2d(4, 100, 5)];
  for (const { weight, bound } of [
    { weight: linear.weight, bound: 0.1 },
    { weight: conv.weight, bound: 0.1 },
  ]) {
    const values = [...weight.dataSync()];
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(bound);
    expect(Math.max(...values)).toBeGreaterThan(0.98 * bound);
    expect(Math.abs(values.reduce((sum, value) => sum + value, 0) / values.length)).toBeLessThan(0.02 * bound);
  }
});

test("a seed makes the same weights", () => {
  const weights = () => {
    seedEverything(5);
    return [...new Linear(4, 3).weight.dataSync()];
  };
  expect(weights()).toEqual(weights());
});

test("an input of another shape is an error with what was given and what is wanted", () => {
  expect(() => new Linear(3, 2).forward(tf.zeros([5, 4]))).toThrow(
    "Linear(3, 2) got an input of shape [5, 4], and it wants [..., 3].",
  );
  expect(() => new Conv2d(1, 2, 3).forward(tf.zeros([5, 1, 8, 8]))).toThrow(
    "Conv2d(1, 2) got an input of shape [5, 1, 8, 8], and it wants [batch, height, width, 1]. Images are channels-last here.",
  );
});

test("a module without forward says which", () => {
  class Empty extends Module {}
  expect(() => new Empty().forward()).toThrow("Empty has no `forward` method. Define one that computes its output.");
});

test("a disposed module leaves no tensor", () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const net = new Net();
    net.scale.accumulateGrad(net.scale);
    net.dispose();
  });
  expect(tf.memory().numTensors).toBe(before);
});
