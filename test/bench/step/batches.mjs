// What each step takes, and the clock around the measured ones.

export const BATCH_SIZE = 64;
export const CLASSES = 10;

/** A batch for a model, by its name. */
export function makeBatch(tf, name) {
  const classes = () => tf.randomUniform([BATCH_SIZE], 0, CLASSES, "int32");
  switch (name) {
    case "tiny":
      return [tf.randomNormal([1, 32]), tf.randomNormal([1, 2])];
    case "mlp":
      return [tf.randomNormal([BATCH_SIZE, 784]), classes()];
    case "cnn":
      return [tf.randomNormal([BATCH_SIZE, 28, 28, 1]), classes()];
    default:
      throw new Error(`There is no model ${name}.`);
  }
}

/** One batch again and again; what happens before the first measured step and after the last is not counted. */
export function timedBatches(batch, { warmUp, steps }) {
  const length = warmUp + steps + 2;
  let [begin, end] = [0, 0];
  return {
    batch,
    length,
    *[Symbol.iterator]() {
      // A Trainer fetches a batch ahead.
      for (let i = 0; i < length; i++) {
        if (i === warmUp + 1) begin = performance.now();
        if (i === warmUp + steps + 1) end = performance.now();
        yield batch;
      }
    },
    milliseconds: () => (end - begin) / steps,
  };
}
