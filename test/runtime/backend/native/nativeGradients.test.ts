import "./onNode.js";
import { beforeEach, expect, test } from "vitest";
import { backend, tf } from "../../../../runtime/backend/tf.js";

const onNode = test.runIf(backend.kind === "node");

/** After a comparison with plain JavaScript. */
beforeEach(async () => {
  if (backend.kind === "node") await tf.setBackend("tensorflow");
});

/** Kernels and gradients that are replaced, each through the operations that use them. */
const EXPRESSIONS: readonly [what: string, shapes: readonly number[][], (...x: tf.Tensor[]) => tf.Tensor][] = [
  [
    "a product of matrices",
    [
      [3, 5],
      [5, 2],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
  ],
  [
    "a product with a transposed matrix",
    [
      [3, 5],
      [2, 5],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, false, true),
  ],
  [
    "a product of transposed matrices",
    [
      [5, 3],
      [2, 5],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D, true, true),
  ],
  [
    "a large product",
    [
      [64, 2048],
      [2048, 256],
    ],
    (a, b) => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D),
  ],
  [
    "products in batches",
    [
      [2, 3, 4],
      [2, 4, 3],
    ],
    (a, b) => tf.matMul(a as tf.Tensor3D, b as tf.Tensor3D),
  ],
  ["relu", [[4, 5]], (x) => tf.relu(x as tf.Tensor)],
  ["relu and its shape", [[2, 3, 4, 2]], (x) => tf.reshape(tf.relu(x as tf.Tensor), [6, -1])],
  ["a bias", [[4, 5], [5]], (x, b) => tf.add(x as tf.Tensor, b as tf.Tensor)],
  ["a bias of images", [[2, 3, 3, 4], [4]], (x, b) => tf.add(x as tf.Tensor, b as tf.Tensor)],
  ["a bias that comes first", [[5], [4, 5]], (b, x) => tf.add(b as tf.Tensor, x as tf.Tensor)],
  [
    "a sum with a column",
    [
      [4, 5],
      [4, 1],
    ],
    (x, c) => tf.add(x as tf.Tensor, c as tf.Tensor),
  ],
  ["a sum with a scalar", [[4, 5], []], (x, s) => tf.add(x as tf.Tensor, s as tf.Tensor)],
  ["a sum with itself", [[4, 5]], (x) => tf.add(x as tf.Tensor, x as tf.Tensor)],
  ["the sum over all", [[4, 5]], (x) => tf.sum(tf.square(x as tf.Tensor))],
  ["sums over an axis", [[4, 5, 2]], (x) => tf.sum(tf.square(x as tf.Tensor), [1])],
  ["sums over the last axis, kept", [[4, 5, 2]], (x) => tf.sum(tf.square(x as tf.Tensor), -1, true)],
  ["the mean", [[4, 5]], (x) => tf.mean(tf.square(x as tf.Tensor))],
  ["means over two axes", [[4, 5, 2]], (x) => tf.mean(tf.square(x as tf.Tensor), [0, 2])],
  ["the mean of a scalar", [[]], (x) => tf.mean(tf.square(x as tf.Tensor))],
  [
    "squared differences",
    [
      [4, 5],
      [4, 5],
    ],
    (a, b) => tf.squaredDifference(a as tf.Tensor, b as tf.Tensor),
  ],
  ["pools", [[2, 6, 6, 3]], (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid")],
  ["pools that overlap", [[2, 7, 6, 3]], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, "valid")],
  ["pools of equal values", [[1, 4, 4, 2]], (x) => tf.maxPool(tf.mul(x as tf.Tensor, 0) as tf.Tensor4D, 2, 2, "valid")],
  ["pools with a border", [[2, 7, 5, 2]], (x) => tf.maxPool(x as tf.Tensor4D, 3, 2, "same")],
  ["pools of a wide window", [[2, 6, 9, 2]], (x) => tf.maxPool(x as tf.Tensor4D, [1, 3], [2, 1], "valid")],
];

onNode.each(EXPRESSIONS)("%s: value and gradients are those of plain JavaScript", async (_, shapes, f) => {
  const values = shapes.map((shape, i) => fixed(tf.util.sizeFromShape(shape), i));
  const native = numbers(values, shapes, f);
  await tf.setBackend("cpu");
  const plain = numbers(values, shapes, f);
  expect(native.map(({ shape }) => shape)).toEqual(plain.map(({ shape }) => shape));
  expect(difference(native, plain)).toBeLessThan(1e-5);
});

onNode("a second derivative goes through the stock gradients", () => {
  const x = tf.tensor1d([1, -2, 3]);
  const slope = tf.grad((y) => tf.sum(tf.mul(tf.relu(y), y)));
  expect([
    ...tf
      .grad((y) => tf.sum(slope(y)))(x)
      .dataSync(),
  ]).toEqual([2, 0, 2]);
});

onNode("constants that are kept for TensorFlow are no tensors of the user", () => {
  const before = tf.memory().numTensors;
  const x = tf.ones([2, 3, 4]);
  tf.tidy(() => {
    tf.sum(tf.reshape(x, [6, 4]), [0]);
  });
  x.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

/** The value of f and its gradients for a weight on each element. */
function numbers(values: readonly Float32Array[], shapes: readonly number[][], f: (...x: tf.Tensor[]) => tf.Tensor) {
  const inputs = values.map((value, i) => tf.tensor(value, shapes[i]));
  const value = f(...inputs);
  const weight = tf.tensor(fixed(value.size, 7), value.shape);
  const gradients = tf.grads((...x) => f(...x))(inputs, weight);
  return [value, ...gradients].map((tensor) => ({ shape: tensor.shape, values: [...tensor.dataSync()] }));
}

/** Numbers around 0, always the same. */
function fixed(size: number, seed: number): Float32Array {
  return Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + seed * 78.233));
}

/** The largest, in relation to the largest value of the same tensor. */
function difference(a: Numbers, b: Numbers): number {
  const each = a.map(({ values }, i) => {
    const wanted = b[i]?.values ?? [];
    const size = wanted.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1);
    return values.reduce((worst, value, k) => Math.max(worst, Math.abs(value - (wanted[k] ?? Number.NaN)) / size), 0);
  });
  return Math.max(...each);
}

type Numbers = ReturnType<typeof numbers>;
