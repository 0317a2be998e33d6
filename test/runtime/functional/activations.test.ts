import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as F from "../../../runtime/functional/index.js";
import { messageOf } from "../messageOf.js";

const PLACES = [-3, -1, -0.5, 0, 0.5, 1, 3, 6];

const ACTIVATIONS: Readonly<Record<string, (x: tf.Tensor) => tf.Tensor>> = {
  relu: F.relu,
  leakyRelu: F.leakyRelu,
  elu: F.elu,
  selu: F.selu,
  hardtanh: F.hardtanh,
  relu6: F.relu6,
  hardsigmoid: F.hardsigmoid,
  hardswish: F.hardswish,
  hardshrink: F.hardshrink,
  softshrink: F.softshrink,
  softsign: F.softsign,
  threshold: (x) => F.threshold(x, 3, 9),
};

test("where an activation has a kink, its slope is torch's", () => {
  const rows = Object.entries(ACTIVATIONS).map(([name, activation]) => {
    const slopes = tf
      .grad((x) => activation(x).sum())(tf.tensor1d(PLACES))
      .dataSync();
    return name.padEnd(12) + [...slopes].map((slope) => String(Number(slope.toFixed(2))).padStart(6)).join("");
  });
  expect(
    ["x".padEnd(12) + PLACES.map((x) => String(x).padStart(6)).join(""), ...rows].join("\n"),
  ).toMatchInlineSnapshot(`
    "x               -3    -1  -0.5     0   0.5     1     3     6
    relu             0     0     0     0     1     1     1     1
    leakyRelu     0.01  0.01  0.01  0.01     1     1     1     1
    elu           0.05  0.37  0.61     1     1     1     1     1
    selu          0.09  0.65  1.07  1.76  1.05  1.05  1.05  1.05
    hardtanh         0     0     1     1     1     0     0     0
    relu6            0     0     0     0     1     1     1     0
    hardsigmoid      0  0.17  0.17  0.17  0.17  0.17     0     0
    hardswish        0  0.17  0.33   0.5  0.67  0.83     1     1
    hardshrink       1     1     0     0     0     1     1     1
    softshrink       1     1     0     0     0     1     1     1
    softsign      0.06  0.25  0.44     1  0.44  0.25  0.06  0.02
    threshold        0     0     0     0     0     0     0     1"
  `);
});

test("neither values nor slopes overflow", () => {
  const x = tf.tensor1d([-1000, 1000]);
  for (const activation of [F.elu, F.celu, F.gelu, F.silu, F.mish, F.softplus, F.logsigmoid, F.softsign]) {
    const numbers = [
      ...activation(x).dataSync(),
      ...tf
        .grad((x) => activation(x).sum())(x)
        .dataSync(),
    ];
    expect(numbers.every(Number.isFinite), activation.name).toBe(true);
  }
});

test("one slope of prelu is for all, several are for the channels, which are the last dimension", () => {
  const x = tf.fill([1, 2, 2], -1);
  expect([...F.prelu(x, tf.tensor1d([0.1])).dataSync()].map((y) => y.toFixed(1))).toEqual([
    "-0.1",
    "-0.1",
    "-0.1",
    "-0.1",
  ]);
  expect([...F.prelu(x, tf.tensor1d([0.1, 0.5])).dataSync()].map((y) => y.toFixed(1))).toEqual([
    "-0.1",
    "-0.5",
    "-0.1",
    "-0.5",
  ]);
});

test("the slopes of rrelu are drawn in training and their mean in evaluation", () => {
  const x = tf.fill([100], -1);
  const drawn = [...F.rrelu(x, 0.1, 0.3, true).dataSync()];
  expect(drawn.every((y) => y <= -0.1 && y >= -0.3) && new Set(drawn).size > 50).toBe(true);
  expect(F.rrelu(x, 0.1, 0.3).dataSync()[0]).toBeCloseTo(-0.2);
});

test("softmax goes over any dimension", () => {
  const x = tf.tensor2d([
    [0, 0],
    [0, 1],
  ]);
  const shown = (y: tf.Tensor) => [...y.dataSync()].map((one) => one.toFixed(2)).join(" ");
  expect([shown(F.softmax(x, 0)), shown(F.softmax(x, -1))]).toEqual(["0.50 0.27 0.50 0.73", "0.50 0.50 0.27 0.73"]);
});

test("what an activation refuses, it says with what it got and what it wants", () => {
  const mistakes = [
    () => F.softmax(tf.zeros([2, 3]), 2),
    () => F.glu(tf.zeros([2, 3])),
    () => F.prelu(tf.zeros([2, 3]), tf.zeros([2])),
    () => F.celu(tf.zeros([2]), 0),
    () => F.softshrink(tf.zeros([2]), -1),
    () => F.hardtanh(tf.zeros([2]), 1, 0),
    () => F.gelu(tf.zeros([2]), { approximate: "cubic" as "tanh" }),
    () => F.oneHot(classes(0, 3), 3),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "softmax got dim = 2, and its input has 2 dimensions: dim lies in [-2, 1].
    glu halves dimension 1, and its input of shape [2, 3] has size 3 there, which is odd.
    prelu got 2 slopes (shape [2]) and an input of shape [2, 3]. It wants one slope, or one for each channel, which are the last dimension: 3 of them.
    celu got alpha = 0: it divides by alpha, which must not be 0.
    softshrink got lambd = -1: it is at least 0.
    hardtanh got minVal = 1, which is greater than maxVal = 0. Swap them.
    gelu got approximate: "cubic". It is "none" or "tanh".
    oneHot got the class 3, and numbers must be smaller than numClasses = 3."
  `);
});

function classes(...labels: number[]): tf.Tensor1D {
  return tf.tensor1d(labels, "int32");
}
