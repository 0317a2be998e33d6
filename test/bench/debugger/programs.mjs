// Programs that are debugged, as files in folders that have the runtime.
import { experiment } from "../firstStep.mjs";

/** The line of `main.ts` in `endlessStep` where the first `trainingStep` stands still. */
export const STOP_LINE = 9;

/** A Trainer whose first step never ends: it can be stepped through for as long as one likes, beside a batch of images. */
export function endlessStep() {
  return experiment(`import { LightningModule, nn, optim, Trainer, tf } from "lightning-runtime";

class Stepped extends LightningModule {
  layer = new nn.Linear(32, 2);

  trainingStep(): tf.Tensor {
    const images: tf.Tensor4D = tf.randomNormal([64, 32, 32, 3]);
    let total: number = images.size;
    total += 1;
    for (;;) {
      total += 1;
      total -= 1;
    }
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: 0.01 });
  }
}
const batch = [tf.randomNormal([1, 32]), tf.randomNormal([1, 2])];
const trainDataloaders = { length: 2, *[Symbol.iterator]() { yield batch; yield batch; } };
await new Trainer({ maxEpochs: 1, logger: false, enableProgressBar: false, enableModelSummary: false }).fit(new Stepped(), { trainDataloaders });
`);
}

/** The line of \`main.ts\` in \`hotLoop\` that runs two million times. */
export const HOT_LINE = 4;

/** Tells how many nanoseconds a hit of that line takes beyond those of the same line elsewhere. */
export function hotLoop() {
  return experiment(`function watched(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += i * 0.5;
  }
  return total;
}
function plain(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += i * 0.5;
  }
  return total;
}
const N = 2_000_000;
function nanoseconds(run: (n: number) => number): number {
  const begin = performance.now();
  run(N);
  return ((performance.now() - begin) / N) * 1e6;
}
for (let i = 0; i < 5; i++) { watched(N / 10); plain(N / 10); }
const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const rounds = Array.from({ length: 9 }, () => nanoseconds(watched) - nanoseconds(plain));
console.log("result " + median(rounds));
`);
}

/** The line of \`main.ts\` in \`training\` that never runs. */
export const NEVER_LINE = 10;

/** Tells how many milliseconds an epoch of a training takes: the quickest one, since the machine has other things to do in most. */
export function training() {
  return experiment(`import { functional as F, LightningModule, nn, optim, Trainer, tf } from "lightning-runtime";

class Net extends LightningModule {
  layer = new nn.Linear(784, 128);
  out = new nn.Linear(128, 10);

  trainingStep([x, y]: [tf.Tensor2D, tf.Tensor1D], batchIdx: number) {
    const loss = F.crossEntropy(this.out.forward(tf.relu(this.layer.forward(x))), y);
    if (batchIdx < 0)
      console.log("never", loss);
    return loss;
  }

  onTrainEpochStart() {
    begin = performance.now();
  }

  onTrainEpochEnd() {
    epochs.push(performance.now() - begin);
  }

  configureOptimizers() {
    return new optim.Adam(this.parameters(), { lr: 0.001 });
  }
}
let begin = 0;
const epochs: number[] = [];
const batch = [tf.randomNormal([64, 784]), tf.zeros([64], "int32")];
const trainDataloaders = { length: 200, *[Symbol.iterator]() { for (let i = 0; i < 200; i++) yield batch; } };
const options = { logger: false, enableCheckpointing: false, enableProgressBar: false, enableModelSummary: false };
await new Trainer({ maxEpochs: 10, ...options }).fit(new Net(), { trainDataloaders });
console.log("result " + Math.min(...epochs));
`);
}
