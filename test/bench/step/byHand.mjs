// The same three models as a user of tfjs-node writes them: variables, `tf.tidy`, and tfjs's own optimizers, on tfjs-node as it comes.
// For each name that comes on standard input, one round's milliseconds a step, as a line.
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import util from "node:util";
import { makeBatch, timedBatches } from "./batches.mjs";

// tfjs-node 4.22 calls functions that Node 23 removed.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const [packageDir] = process.argv.slice(2);
const tf = createRequire(join(packageDir, "package.json"))(packageDir);

const dense = (x, { weight, bias }) => tf.add(tf.matMul(x, weight), bias);

function layer(shape, fanIn) {
  const bound = 1 / Math.sqrt(fanIn);
  return {
    weight: tf.variable(tf.randomUniform(shape, -bound, bound)),
    bias: tf.variable(tf.randomUniform(shape.slice(-1), -bound, bound)),
  };
}

function line() {
  const layers = [layer([32, 2], 32)];
  return {
    layers,
    optimizer: tf.train.sgd(0.01),
    loss: ([x, y]) => tf.losses.meanSquaredError(y, dense(x, layers[0])),
  };
}

function mlp() {
  const layers = [layer([784, 256], 784), layer([256, 10], 256)];
  const forward = (x) => dense(tf.relu(dense(x, layers[0])), layers[1]);
  return { layers, optimizer: tf.train.adam(1e-3), loss: (batch) => crossEntropy(forward, batch) };
}

function cnn() {
  const layers = [layer([3, 3, 1, 32], 9), layer([3, 3, 32, 64], 288), layer([9216, 128], 9216), layer([128, 10], 128)];
  const [conv1, conv2, hidden, output] = layers;
  const convolve = (x, { weight, bias }) => tf.relu(tf.add(tf.conv2d(x, weight, 1, "valid"), bias));
  const forward = (x) => {
    const pooled = tf.maxPool(convolve(convolve(x, conv1), conv2), 2, 2, "valid");
    return dense(tf.relu(dense(tf.reshape(pooled, [x.shape[0], 9216]), hidden)), output);
  };
  return { layers, optimizer: tf.train.adam(1e-3), loss: (batch) => crossEntropy(forward, batch) };
}

function crossEntropy(forward, [x, y]) {
  return tf.losses.softmaxCrossEntropy(tf.oneHot(y, 10), forward(x));
}

const MODELS = { tiny: line, mlp, cnn };

function trainByHand(name, batches) {
  const { layers, optimizer, loss } = MODELS[name]();
  const variables = layers.flatMap(({ weight, bias }) => [weight, bias]);
  for (const batch of batches) {
    tf.tidy(() => {
      optimizer.minimize(() => loss(batch), false, variables);
    });
  }
  tf.dispose(variables);
  optimizer.dispose();
}

console.log(`tfjs ${tf.version_core}`);
for await (const line of createInterface({ input: process.stdin })) {
  const [name, warmUp, steps] = line.split("\t");
  const batches = timedBatches(makeBatch(tf, name), { warmUp: Number(warmUp), steps: Number(steps) });
  trainByHand(name, batches);
  tf.dispose(batches.batch);
  console.log(batches.milliseconds());
}
