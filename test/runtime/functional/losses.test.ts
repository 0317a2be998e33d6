import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as F from "../../../runtime/functional/index.js";
import { forgetWarnings } from "../../../runtime/functional/warnOnce.js";
import { messageOf } from "../messageOf.js";

const classes = (...labels: number[]) => tf.tensor1d(labels, "int32");
const value = (loss: tf.Tensor) => (loss.dataSync()[0] as number).toFixed(3);

test("classes are the last dimension, of images too", () => {
  const logits = tf.tensor4d([0, 2, 1, 0, 3, 1], [1, 1, 2, 3]);
  const labels = tf.tensor3d([1, 2], [1, 1, 2], "int32");
  const rows = logits.reshape([2, 3]);
  expect(value(F.crossEntropy(logits, labels))).toBe(value(F.crossEntropy(rows, classes(1, 2))));
  expect(F.crossEntropy(logits, labels, { reduction: "none" }).shape).toEqual([1, 1, 2]);
});

test("the mean of a weighted cross entropy divides by the weights of the targets, that of probabilities by the samples", () => {
  const logits = tf.zeros([2, 2]);
  const weight = tf.tensor1d([1, 3]);
  const probabilities = tf.tensor2d([
    [1, 0],
    [0, 1],
  ]);
  expect({
    classes: value(F.crossEntropy(logits, classes(0, 1), { weight })),
    probabilities: value(F.crossEntropy(logits, probabilities, { weight })),
  }).toEqual({ classes: "0.693", probabilities: "1.386" });
});

test("ignored targets count neither in the loss nor in its mean, however wrong the logits are", () => {
  const logits = tf.tensor2d([
    [0, 0],
    [Number.NEGATIVE_INFINITY, 0],
  ]);
  expect(value(F.crossEntropy(logits, classes(0, -100)))).toBe("0.693");
  expect(value(F.crossEntropy(logits, classes(1, 0), { ignoreIndex: 0 }))).toBe("0.693");
});

test("a logit of minus infinity at another class is a probability of 0", () => {
  const logits = tf.tensor2d([[1, Number.NEGATIVE_INFINITY]]);
  const [loss, gradient] = [F.crossEntropy(logits, classes(0)), tf.grad((x) => F.crossEntropy(x, classes(0)))(logits)];
  expect([value(loss), ...gradient.dataSync()].map(Number)).toEqual([0, 0, 0]);
});

test("probabilities of exactly 0 and 1 have a finite loss, as in torch", () => {
  const [input, target] = [tf.tensor1d([0, 1]), tf.tensor1d([1, 1])];
  expect([...F.binaryCrossEntropy(input, target, { reduction: "none" }).dataSync()].join(" ")).toBe("100 0");
});

test("gradients where a loss has a kink are torch's", () => {
  const difference = tf.tensor1d([-2, -1, 0, 1, 2]);
  const slopes = (loss: (x: tf.Tensor, y: tf.Tensor, options: { reduction: "sum" }) => tf.Tensor) =>
    [
      ...tf
        .grad((x) => loss(x, tf.zeros([5]), { reduction: "sum" }))(difference)
        .dataSync(),
    ].join(" ");
  expect({ l1: slopes(F.l1Loss), smoothL1: slopes(F.smoothL1Loss), huber: slopes(F.huberLoss) }).toEqual({
    l1: "-1 -1 0 1 1",
    smoothL1: "-1 -1 0 1 1",
    huber: "-1 -1 0 1 1",
  });
});

test("shapes that broadcast are warned of once", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  forgetWarnings();
  for (let step = 0; step < 2; step++) F.mseLoss(tf.zeros([3, 1]), tf.zeros([3]));
  expect(warn.mock.calls.flat()).toEqual([
    "mseLoss got a target of shape [3] and an input of shape [3, 1]. They are broadcast against each other, which most likely gives a wrong loss. " +
      "Give them the same shape, for example by `target.reshape(input.shape)`.",
  ]);
  warn.mockRestore();
});

test("what a loss refuses, it says with what it got and what it wants", () => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const mistakes = [
    () => F.mseLoss(tf.zeros([2, 3]), tf.zeros([2])),
    () => F.mseLoss(tf.zeros([2]), tf.zeros([2]), { reduction: "avg" as "mean" }),
    () => F.crossEntropy(tf.zeros([2, 3]), classes(0, 1, 2)),
    () => F.crossEntropy(tf.zeros([2, 3]), classes(0, 3)),
    () => F.crossEntropy(tf.zeros([2, 3]), tf.tensor1d([0, 1])),
    () => F.crossEntropy(tf.zeros([2, 3]), classes(0, 1), { weight: tf.ones([2]) }),
    () => F.crossEntropy(tf.zeros([2, 3]), classes(0, 1), { labelSmoothing: 2 }),
    () => F.binaryCrossEntropy(tf.tensor1d([1.5]), tf.zeros([1])),
    () => F.huberLoss(tf.zeros([2]), tf.zeros([2]), { delta: 0 }),
    () => F.gaussianNllLoss(tf.zeros([2]), tf.zeros([2]), tf.tensor1d([1, -1])),
    () => F.tripletMarginLoss(tf.zeros([2, 3]), tf.zeros([2, 3]), tf.zeros([2, 4])),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "mseLoss got \`input\` of shape [2, 3] and \`target\` of shape [2], which do not fit: their sizes 3 and 2 in dimension 1 differ. Give them the same shape.
    reduction: "avg" is not a valid reduction. Use "mean", "sum" or "none".
    crossEntropy got an input of shape [2, 3], whose last dimension are the classes, and a target of shape [3] (dimensions: 1). It wants class numbers of shape [2], or probabilities of shape [2, 3].
    crossEntropy: target 3 is out of bounds for 3 classes, which are numbered 0 to 2. Correct the labels or the model's number of outputs; a target of -100 (ignoreIndex) is left out.
    crossEntropy wants class numbers as int32, and its target of shape [2] is float32. Make them so, for example by \`target.toInt()\`.
    crossEntropy got a weight tensor of shape [2]. It must have one weight for each of all 3 classes: shape [3].
    crossEntropy got labelSmoothing = 2: it lies between 0.0 and 1.0.
    binaryCrossEntropy got 1.5 in its input: all its elements are probabilities between 0 and 1. Put a sigmoid before it, or give what comes before the sigmoid to binaryCrossEntropyWithLogits.
    huberLoss got delta = 0, which must be positive.
    gaussianNllLoss got the variance -1: variances are not negative. Let the model give their logarithm, or put a softplus before.
    tripletMarginLoss got \`anchor\` of shape [2, 3] and \`negative\` of shape [2, 4], which do not fit: their sizes 3 and 4 in dimension 1 differ. Give them the same shape."
  `);
  vi.restoreAllMocks();
});
