import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Sequential } from "../../../runtime/nn/containers/sequential.js";
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

test("a seed makes the same weights", () => {
  const weights = () => {
    seedEverything(5);
    return [...new Linear(4, 3).weight.dataSync()];
  };
  expect(weights()).toEqual(weights());
});

test("a module without forward says which", () => {
  class Empty extends Module {}
  expect(() => new Empty().forward()).toThrow("Empty has no `forward` method. Define one that computes its output.");
});

test("buffers are saved with the parameters unless they are told not to be", () => {
  const net = new Net();
  tf.tidy(() => {
    net.registerBuffer("steps", tf.scalar(3));
    net.registerBuffer("scratch", tf.zeros([2]), { persistent: false });
  });
  expect(net.namedBuffers().map(([path]) => path)).toEqual(["steps", "scratch"]);
  expect(Object.keys(net.stateDict()).slice(0, 3)).toEqual(["scale", "steps", "body.0.weight"]);
  expect(net.buffer("steps").dataSync()[0]).toBe(3);
});

test("what is registered under a name that is taken, or is no name, is refused", () => {
  const net = new Net();
  expect(() => net.registerModule("forward", new Linear(1, 1))).toThrow(
    "Net has an attribute `forward` already. Choose another name for the module.",
  );
  expect(() => net.registerParameter("a.b", null)).toThrow(
    '"a.b" cannot be the name of a parameter: names are joined by points to paths, as in `encoder.0`.',
  );
});

test("weights are tied by assigning one's parameter to the other", () => {
  class Tied extends Module {
    encoder = new Linear(3, 2, { bias: false });
    decoder = new Linear(3, 2, { bias: false });
  }
  const tied = new Tied();
  tied.decoder.weight = tied.encoder.weight;
  expect(tied.namedParameters().map(([path]) => path)).toEqual(["encoder.weight"]);
  expect(Object.keys(tied.stateDict())).toEqual(["encoder.weight", "decoder.weight"]);
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
