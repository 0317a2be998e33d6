import "../../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../../runtime/autograd/tape.js";
import { tf } from "../../../../runtime/backend/tf.js";
import { BatchNorm1d } from "../../../../runtime/nn/normalization/batchNorm1d.js";

test("training learns the statistics, evaluation uses them", () => {
  const norm = new BatchNorm1d(1, { momentum: 0.5 });
  norm.forward(tf.tensor2d([[1], [3]]));
  expect(statistics(norm)).toEqual({ running_mean: 1, running_var: 1.5, num_batches_tracked: 1 });
  const y = norm.eval().forward(tf.tensor2d([[1], [1 + Math.sqrt(1.5)]]));
  expect([...y.dataSync()].map((value) => value.toFixed(3))).toEqual(["0.000", "1.000"]);
  expect(statistics(norm).num_batches_tracked).toBe(1);
});

test("a training step leaves no tensor", () => {
  const norm = new BatchNorm1d(3);
  const step = () =>
    tf.tidy(() => {
      const tape = new Tape();
      tape.open();
      tape.backward(tf.sum(tf.square(norm.forward(tf.randomNormal([5, 3])))));
      tape.close();
    });
  step();
  const before = tf.memory().numTensors;
  step();
  expect(tf.memory().numTensors).toBe(before);
});

test("a batch of one cannot be trained on, and the error says what to do", () => {
  expect(() => new BatchNorm1d(3).forward(tf.zeros([1, 3]))).toThrow(
    "BatchNorm1d(3) got an input of shape [1, 3]: one value per channel has no variance. " +
      "Give larger batches in training (the last of an epoch too: `dropLast`), or call `eval()`.",
  );
});

function statistics(norm: BatchNorm1d) {
  return Object.fromEntries(norm.namedBuffers().map(([name, buffer]) => [name, buffer.dataSync()[0]])) as Readonly<
    Record<"running_mean" | "running_var" | "num_batches_tracked", number>
  >;
}
