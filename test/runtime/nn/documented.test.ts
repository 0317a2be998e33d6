import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as nn from "../../../runtime/nn/index.js";

/** The example of docs/layers.md. */
class Net extends nn.Module {
  features = new nn.Sequential(
    new nn.Conv2d(1, 16, 3, { padding: 1 }),
    new nn.BatchNorm2d(16),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
  );
  head = new nn.Linear(14 * 14 * 16, 10);

  override forward(x: tf.Tensor): tf.Tensor {
    return this.head.forward(this.features.forward(x));
  }
}

test("the example computes, and its state has torch's names", () => {
  const net = new Net();
  expect(net.forward(tf.zeros([2, 28, 28, 1])).shape).toEqual([2, 10]);
  expect(Object.keys(net.stateDict())).toEqual([
    ...["features.0.weight", "features.0.bias", "features.1.weight", "features.1.bias"],
    ...["features.1.running_mean", "features.1.running_var", "features.1.num_batches_tracked"],
    ...["head.weight", "head.bias"],
  ]);
});

test("torch's weights load as the table says, also behind a Flatten", () => {
  const [channels, height, width] = [3, 2, 4];
  const image = tf.randomNormal([1, channels, height, width]);
  const weight = tf.randomNormal([5, channels * height * width]);
  const torch = tf.matMul(image.reshape([1, -1]), weight as tf.Tensor2D, false, true);
  const ours = weight
    .reshape([5, channels, height * width])
    .transpose([0, 2, 1])
    .reshape([5, -1]);
  const flat = new nn.Flatten().forward(tf.transpose(image, [0, 2, 3, 1]));
  const difference = tf.max(tf.abs(tf.sub(tf.matMul(flat as tf.Tensor2D, ours as tf.Tensor2D, false, true), torch)));
  expect(difference.dataSync()[0]).toBeLessThan(1e-5);
});

test("every convolution of a model is initialized anew", () => {
  const net = new Net();
  net.apply((module) => {
    if (module instanceof nn.Conv2d) nn.init.constant(module.weight, 2);
  });
  expect(net.stateDict()["features.0.weight"]?.dataSync()[0]).toBe(2);
});
