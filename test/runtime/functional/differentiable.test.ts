import "../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { detached, differentiable } from "../../../runtime/functional/differentiable.js";
import * as F from "../../../runtime/functional/index.js";
import { normalize } from "../../../runtime/nn/normalization/normalize.js";
import { Parameter } from "../../../runtime/nn/parameter.js";

test("only the gradients that are needed are computed", () => {
  const computed: string[] = [];
  const noted = (name: string, gradient: tf.Tensor) => {
    computed.push(name);
    return gradient;
  };
  const product = (a: tf.Tensor, b: tf.Tensor) =>
    differentiable<tf.Tensor>({
      inputs: [a, b],
      forward: () => tf.mul(a, b),
      gradients: (dy) => [() => noted("a", tf.mul(dy, b)), () => noted("b", tf.mul(dy, a))],
    });
  const factor = tf.scalar(3);
  const derivative = tf.grad((a) => product(a, factor));
  expect(derivative(tf.scalar(2)).dataSync()[0]).toBe(3);
  expect(computed).toEqual(["a"]);
});

test("an output on which nothing depends counts as 0, and no tensor stays", () => {
  const before = tf.memory().numTensors;
  const gradient = tf.tidy(() => {
    const x = new Parameter(tf.scalar(2));
    const tape = new Tape();
    tape.open();
    const [square] = differentiable<tf.Tensor[]>({
      inputs: [x],
      forward: (save) => {
        save([x]);
        return [tf.square(x), tf.neg(x)];
      },
      gradients: ([dSquare, dNegative], [saved]) => [
        () => tf.sub(tf.mul(dSquare as tf.Tensor, tf.mul(saved as tf.Tensor, 2)), dNegative as tf.Tensor),
      ],
    });
    tape.backward(square as tf.Tensor);
    tape.close();
    const value = x.grad?.dataSync()[0];
    x.dispose();
    return value ?? 0;
  });
  expect(gradient).toBe(4);
  expect(tf.memory().numTensors).toBe(before);
});

test("what is detached is a constant", () => {
  const gradient = tf.grad((x) =>
    tf.mul(
      x,
      detached(() => tf.cast(tf.greater(x, 0), "float32")),
    ),
  )(tf.tensor1d([-1, 2]));
  expect([...gradient.dataSync()]).toEqual([0, 1]);
});

/** Functions with gradients of their own, and what they compute in operations of tfjs. */
const TWICE: readonly [string, (x: tf.Tensor) => tf.Tensor, (x: tf.Tensor) => tf.Tensor][] = [
  [
    "crossEntropy",
    (x) => F.crossEntropy(x, tf.tensor1d([2, 0], "int32")),
    (x) => tf.mean(tf.neg(tf.sum(tf.mul(tf.oneHot(tf.tensor1d([2, 0], "int32"), 3), logSoftmax(x)), -1))),
  ],
  ["logSoftmax", (x) => tf.sum(tf.square(F.logSoftmax(x, -1))), (x) => tf.sum(tf.square(logSoftmax(x)))],
  ["mseLoss", (x) => F.mseLoss(x, tf.onesLike(x)), (x) => tf.mean(tf.square(tf.sub(x, 1)))],
  [
    "the normalization of layers",
    (x) => tf.sum(tf.pow(normalize(x, [1], 1e-5), 3)),
    (x) => tf.sum(tf.pow(normalized(x), 3)),
  ],
];

test.each(TWICE)("a second derivative of %s is that of what it computes", (_, own, plain) => {
  const x = tf.tensor2d([0.3, -1.2, 0.8, 2, 0.1, -0.4], [2, 3]);
  expect(rounded(secondDerivative(own)(x))).toEqual(rounded(secondDerivative(plain)(x)));
});

/** The derivative of the sum of squares of the derivative. */
function secondDerivative(f: (x: tf.Tensor) => tf.Tensor): (x: tf.Tensor) => tf.Tensor {
  return tf.grad((x) => tf.sum(tf.square(tf.grad((y) => f(y))(x))));
}

function logSoftmax(x: tf.Tensor): tf.Tensor {
  return tf.sub(x, tf.log(tf.sum(tf.exp(x), -1, true)));
}

function normalized(x: tf.Tensor): tf.Tensor {
  const centered = tf.sub(x, tf.mean(x, 1, true));
  return tf.div(centered, tf.sqrt(tf.add(tf.mean(tf.square(centered), 1, true), 1e-5)));
}

function rounded(x: tf.Tensor): number[] {
  return [...x.dataSync()].map((value) => Math.round(value * 1e4) / 1e4 + 0);
}
