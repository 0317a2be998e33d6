import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { ModuleDict } from "../../../runtime/nn/containers/moduleDict.js";
import { Sequential } from "../../../runtime/nn/containers/sequential.js";
import { Conv2d } from "../../../runtime/nn/convolution/conv2d.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { BatchNorm2d } from "../../../runtime/nn/normalization/batchNorm2d.js";
import { MaxPool2d } from "../../../runtime/nn/pooling/maxPool2d.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { QUIET, TinyModel } from "../trainer/tinyModel.js";

class Net extends TinyModel {
  encoder = new Sequential(new Linear(2, 4), new Linear(3, 1));
  heads = new ModuleDict({ digits: new Linear(1, 10) });

  override forward(x: tf.Tensor): tf.Tensor {
    return this.encoder.forward(x);
  }
}

test("a wrong shape names the layer's path in the model, what it got, and what it wants, when forward is called by hand", () => {
  const net = new Net();
  expect(() => net.forward(tf.zeros([5, 2]))).toThrow(
    "encoder.1 (Linear(3, 1)) got an input of shape [5, 4], and it wants [..., 3].",
  );
  expect(() => net.heads.get("digits").forward(tf.zeros([5, 2]))).toThrow(
    "heads.digits (Linear(1, 10)) got an input of shape [5, 2], and it wants [..., 1].",
  );
});

test("and in a Trainer", async () => {
  const data = {
    *[Symbol.iterator]() {
      yield [tf.zeros([5, 2]), tf.zeros([5, 1])];
    },
  };
  await expect(new Trainer({ ...QUIET, maxEpochs: 1 }).fit(new Net(), { trainDataloaders: data })).rejects.toThrow(
    "encoder.1 (Linear(3, 1)) got an input of shape [5, 4], and it wants [..., 3].",
  );
});

test("a layer that is part of nothing goes by how it was made", () => {
  const texts = [
    () => new Linear(3, 2).forward(tf.zeros([5, 4])),
    () => new Conv2d(1, 2, 3).forward(tf.zeros([5, 1, 8, 8])),
    () => new Conv2d(1, 2, [3, 5]).forward(tf.zeros([5, 4, 4, 1])),
    () => new BatchNorm2d(3).forward(tf.zeros([5, 3])),
    () => new MaxPool2d(2).forward(tf.zeros([5, 3])),
    () => new MaxPool2d(4).forward(tf.zeros([1, 3, 3, 1])),
  ].map(messageOf);
  expect(texts.join("\n")).toMatchInlineSnapshot(`
    "Linear(3, 2) got an input of shape [5, 4], and it wants [..., 3].
    Conv2d(1, 2, 3) got an input of shape [5, 1, 8, 8], and it wants [batch, height, width, 1]. Images are channels-last here.
    Conv2d(1, 2, [3, 5]) got an input of shape [5, 4, 4, 1], and it wants a height and width of 3 x 5 or more, which its kernel reaches over. With padding it has 4 x 4.
    BatchNorm2d(3) got an input of shape [5, 3], and it wants [batch, height, width, 3].
    MaxPool2d(2) got an input of shape [5, 3], and it wants [batch, height, width, channels].
    MaxPool2d(4) got an input of shape [1, 3, 3, 1], and it wants a size that its windows of 4 x 4 fit in. The output would be 0 x 0."
  `);
});

function messageOf(mistake: () => unknown): string {
  try {
    mistake();
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
}
