import { tf } from "./tf.js";

/** Median milliseconds of a training step of a small network, 784-128-10 with a batch of 64 and SGD, on the loaded backend. */
export function measureStep(steps = 30): number {
  const weights = [
    tf.variable(tf.randomNormal([784, 128], 0, 0.05)),
    tf.variable(tf.randomNormal([128, 10], 0, 0.05)),
  ] as const;
  const x = tf.randomUniform([64, 784]);
  const y = tf.oneHot(
    tf.tensor1d(
      Array.from({ length: 64 }, (_, i) => i % 10),
      "int32",
    ),
    10,
  );
  const optimizer = tf.train.sgd(0.1);
  const step = () =>
    optimizer.minimize(
      () =>
        tf.losses.softmaxCrossEntropy(y, tf.relu(x.matMul(weights[0] as never)).matMul(weights[1] as never)).asScalar(),
      true,
      [...weights],
    );
  const times: number[] = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    const loss = step();
    loss?.dataSync();
    loss?.dispose();
    times.push(performance.now() - start);
  }
  tf.dispose([...weights, x, y]);
  optimizer.dispose();
  return times.sort((a, b) => a - b)[steps >> 1] ?? Number.NaN;
}
