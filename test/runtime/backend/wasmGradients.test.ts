import type * as tfjs from "@tensorflow/tfjs";
import { afterAll, expect, test } from "vitest";
import { loadBackend } from "../../../runtime/backend/loadBackend.js";

const { tf } = await loadBackend({ LIGHTNING_BACKEND: "wasm" });

afterAll(() => tf.disposeVariables());

type Inputs = readonly (readonly number[])[];
type Operation = (...inputs: tfjs.Tensor[]) => tfjs.Tensor;

const image = [2, 7, 8, 3];
const ids = () => tf.tensor1d([0, 2, 1, 2], "int32");

const conv2d =
  (strides: number | [number, number], pad: "same" | "valid" | number | tfjs.backend_util.ExplicitPadding): Operation =>
  (x, filter) =>
    tf.conv2d(x as tfjs.Tensor4D, filter as tfjs.Tensor4D, strides, pad);

const depthwise =
  (strides: number | [number, number], pad: "same" | "valid"): Operation =>
  (x, filter) =>
    tf.depthwiseConv2d(x as tfjs.Tensor4D, filter as tfjs.Tensor4D, strides, pad);

const maxPool =
  (size: number, strides: number, pad: "same" | "valid"): Operation =>
  (x) =>
    tf.maxPool(x as tfjs.Tensor4D, size, strides, pad);

const cases: readonly (readonly [name: string, inputs: Inputs, operation: Operation])[] = [
  ["conv2d, same", [image, [3, 3, 3, 4]], conv2d(1, "same")],
  ["conv2d, valid", [image, [3, 3, 3, 4]], conv2d(1, "valid")],
  ["conv2d, even filter", [image, [2, 4, 3, 4]], conv2d(1, "same")],
  ["conv2d, strides that leave a rest", [image, [3, 2, 3, 4]], conv2d([2, 3], "valid")],
  ["conv2d, strides, same", [image, [3, 3, 3, 4]], conv2d(2, "same")],
  ["conv2d, strides longer than the filter", [image, [1, 1, 3, 4]], conv2d(3, "valid")],
  ["conv2d, strides longer than the filter in one direction, same", [image, [3, 1, 3, 4]], conv2d(2, "same")],
  [
    "conv2d, padded more than its filter reaches",
    [image, [2, 2, 3, 4]],
    conv2d(1, [
      [0, 0],
      [2, 3],
      [3, 2],
      [0, 0],
    ]),
  ],
  [
    "conv1d",
    [
      [2, 9, 3],
      [3, 3, 4],
    ],
    (x, filter) => tf.conv1d(x as tfjs.Tensor3D, filter as tfjs.Tensor3D, 2, "same"),
  ],
  [
    "conv2dTranspose",
    [
      [2, 4, 4, 3],
      [3, 3, 5, 3],
    ],
    (x, filter) => tf.conv2dTranspose(x as tfjs.Tensor4D, filter as tfjs.Tensor4D, [2, 8, 8, 5], 2, "same"),
  ],
  [
    "matMul, transposed",
    [
      [5, 3],
      [2, 5],
    ],
    (a, b) => tf.matMul(a as tfjs.Tensor2D, b as tfjs.Tensor2D, true, true),
  ],
  [
    "matMul, batches with the second transposed",
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    (a, b) => tf.matMul(a as tfjs.Tensor3D, b as tfjs.Tensor3D, false, true),
  ],
  ["depthwiseConv2d", [image, [3, 3, 3, 1]], depthwise(1, "same")],
  ["depthwiseConv2d, two outputs a channel, strides", [image, [3, 2, 3, 2]], depthwise(2, "same")],
  [
    "depthwiseConv2d, strides longer than the filter in one direction, same",
    [image, [3, 1, 3, 2]],
    depthwise(2, "same"),
  ],
  ["depthwiseConv2d, valid", [image, [3, 2, 3, 2]], depthwise(1, "valid")],
  ["maxPool", [image], maxPool(2, 2, "valid")],
  ["maxPool, same", [image], maxPool(2, 2, "same")],
  ["maxPool, overlapping, same", [image], maxPool(3, 1, "same")],
  ["maxPool, even window, same", [image], maxPool(2, 1, "same")],
  ["maxPool of negative values", [image], (x) => maxPool(2, 2, "valid")(tf.sub(x, 1))],
  [
    "maxPool3d of negative values, same",
    [[1, 4, 5, 3, 2]],
    (x) => tf.maxPool3d(tf.sub(x, 1) as tfjs.Tensor5D, [2, 2, 2], [1, 2, 1], "same"),
  ],
  ["gather of rows", [[3, 4]], (x) => tf.gather(x, ids())],
  ["gather along the last axis", [[4, 3]], (x) => tf.gather(x, ids(), 1)],
];

test.each(cases)(
  "%s: values and gradients are those of the cpu backend, and nothing leaks",
  async (_name, inputs, operation) => {
    const [wasm, cpu] = [await compute("wasm", inputs, operation), await compute("cpu", inputs, operation)];
    expect(wasm.leaked).toBe(0);
    expect(wasm.values.length).toBe(inputs.length + 1);
    expect(largestDifference(wasm.values, cpu.values)).toBeLessThan(1e-5);
  },
);

test("the sums of segments leave out numbers that are none", async () => {
  await tf.setBackend("wasm");
  const sums = tf.tidy(() =>
    tf.unsortedSegmentSum(tf.tensor2d([[1], [2], [4], [8]]), tf.tensor1d([1, -1, 1, 2], "int32"), 2).arraySync(),
  );
  expect(sums).toEqual([[0], [5]]);
});

test("a network of the usual layers learns the same on wasm as on cpu", async () => {
  expect(largestDifference([await losses("wasm")], [await losses("cpu")])).toBeLessThan(1e-4);
});

test.each([
  [
    "the gradient of conv3d",
    () => tf.grad((x) => tf.conv3d(x as tfjs.Tensor5D, tf.ones([2, 2, 2, 1, 1]), 1, "valid"))(tf.ones([1, 3, 3, 3, 1])),
  ],
  ["dilation2d", () => tf.dilation2d(tf.ones<tfjs.Rank.R4>([1, 4, 4, 1]), tf.ones<tfjs.Rank.R3>([2, 2, 1]), 1, "same")],
  ["maxPoolWithArgmax", () => tf.maxPoolWithArgmax(tf.ones<tfjs.Rank.R4>([1, 4, 4, 1]), 2, 2, "valid")["result"]],
] as const)("%s, which tfjs computes wrongly on wasm, is refused", async (what, compute) => {
  await tf.setBackend("wasm");
  expect(() => tf.tidy(compute)).toThrow(
    `tfjs's WebAssembly backend computes ${what} wrongly, so it is refused here. ` +
      "Run `npx lightning backend install` to train with native kernels, or set LIGHTNING_BACKEND=cpu.",
  );
});

/** An operation's value, and the gradients of its inputs under an uneven gradient of the output. */
async function compute(backend: "wasm" | "cpu", shapes: Inputs, operation: Operation) {
  await tf.setBackend(backend);
  const inputs = shapes.map((shape) => waves(shape));
  const before = tf.memory().numTensors;
  const value = tf.tidy(() => operation(...inputs));
  const gradients = tf.grads(operation)(inputs, waves(value.shape));
  const values = [value, ...gradients].map((tensor) => Array.from(tensor.dataSync()));
  tf.dispose([value, gradients]);
  // The output's gradient, made above, is the caller's.
  const leaked = tf.memory().numTensors - before - 1;
  tf.dispose(inputs);
  return { values, leaked };
}

/** Five steps of a convolutional classifier. */
async function losses(backend: "wasm" | "cpu"): Promise<number[]> {
  await tf.setBackend(backend);
  const variables = [[3, 3, 1, 4], [3, 3, 4, 8], [32, 3], [3]].map((shape) => tf.variable(waves(shape).mul(0.3)));
  const [first, second, dense, bias] = variables as [
    tfjs.Variable<tfjs.Rank.R4>,
    tfjs.Variable<tfjs.Rank.R4>,
    tfjs.Variable<tfjs.Rank.R2>,
    tfjs.Variable,
  ];
  const x = waves([4, 8, 8, 1]) as tfjs.Tensor4D;
  const y = tf.oneHot(ids(), 3);
  const optimizer = tf.train.adam(0.01);
  return Array.from({ length: 5 }, () =>
    tf.tidy(() => {
      const loss = optimizer.minimize(() => {
        const hidden = tf.maxPool(tf.relu(tf.conv2d(x, first, 1, "same")), 2, 2, "valid");
        const pooled = tf.avgPool(tf.relu(tf.conv2d(hidden, second, 1, "same")), 2, 2, "valid");
        return tf.losses.softmaxCrossEntropy(y, pooled.reshape([4, 32]).matMul(dense).add(bias));
      }, true);
      return loss?.dataSync()[0] ?? Number.NaN;
    }),
  );
}

/** Values that differ from each other, so that no maximum is a tie. */
function waves(shape: readonly number[]): tfjs.Tensor {
  const values = Float32Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => 0.9 * Math.sin(12.9898 * i + shape.length),
  );
  return tf.tensor(values, [...shape]);
}

function largestDifference(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  const differences = a.flatMap((values, i) =>
    values.map((value, j) => Math.abs(value - (b[i]?.[j] ?? Number.NaN)) / (1 + Math.abs(value))),
  );
  return differences.some(Number.isNaN) ? Number.NaN : Math.max(...differences);
}
