import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { CrossEntropyLoss, MSELoss } from "../../../../runtime/nn/losses/losses.js";
import { Module } from "../../../../runtime/nn/module.js";

class Model extends Module {
  loss = new CrossEntropyLoss({ weight: tf.tensor1d([1, 2]) });
}

test("weights of classes are part of the state, and not trained", () => {
  const model = new Model();
  expect([Object.keys(model.stateDict()), model.parameters()]).toEqual([["loss.weight"], []]);
});

test("a mistake names the loss's path in the model", () => {
  expect(() => new Model().loss.forward(tf.zeros([2, 2]), tf.tensor1d([0, 5], "int32"))).toThrow(
    "loss (CrossEntropyLoss()): crossEntropy: target 5 is out of bounds for 2 classes",
  );
});

test("a reduction that is none is refused when the loss is called", () => {
  const loss = new MSELoss({ reduction: "avg" as "mean" });
  expect(() => loss.forward(tf.zeros([2]), tf.zeros([2]))).toThrow(
    'MSELoss(): reduction: "avg" is not a valid reduction. Use "mean", "sum" or "none".',
  );
});
