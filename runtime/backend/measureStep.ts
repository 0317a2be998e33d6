import { tf } from "./tf.js";

/** What `measureStep` trains, for a label. */
export const MEASURED_STEP = "784-128-10, batch 64, SGD";

/** Median milliseconds of a training step of a small network, with the loss read, on the loaded backend. */
export function measureStep(steps = 30): number {
  const hidden = tf.variable(tf.randomNormal<tf.Rank.R2>([784, 128], 0, 0.05));
  const output = tf.variable(tf.randomNormal<tf.Rank.R2>([128, 10], 0, 0.05));
  const x = tf.randomUniform<tf.Rank.R2>([64, 784]);
  const y = tf.oneHot(tf.range(0, 64, 1, "int32").mod(tf.scalar(10, "int32")), 10);
  const optimizer = tf.train.sgd(0.1);
  const lossOf = (): tf.Scalar => tf.losses.softmaxCrossEntropy(y, tf.relu(x.matMul(hidden)).matMul(output));
  const times: number[] = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    tf.tidy(() => optimizer.minimize(lossOf, true, [hidden, output])?.dataSync());
    times.push(performance.now() - start);
  }
  tf.dispose([hidden, output, x, y]);
  optimizer.dispose();
  return times.sort((a, b) => a - b)[steps >> 1] ?? Number.NaN;
}
