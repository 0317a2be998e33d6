// The Trainer's own cost a step: its time above a hand-written tfjs loop of the same step, in units of one `tf.add` of two scalars.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  backend,
  callbacks,
  functional as F,
  LightningModule,
  loggers,
  nn,
  optim,
  Trainer,
  tf,
} from "../../runtime/dist/index.js";

const WARM_UP = 50;
const STEPS = 450;
const LR = 0.01;

class Line extends LightningModule {
  layer = new nn.Linear(32, 2);

  trainingStep([x, y]) {
    return F.mseLoss(this.layer.forward(x), y);
  }

  configureOptimizers() {
    return new optim.SGD(this.parameters(), { lr: LR });
  }
}

class LoggingLine extends Line {
  trainingStep(batch) {
    const loss = super.trainingStep(batch);
    this.log("train_loss", loss);
    return loss;
  }
}

export default async function trainerOverhead() {
  const folder = mkdtempSync(join(tmpdir(), "lightning-bench-"));
  const batch = [tf.randomNormal([1, 32]), tf.randomNormal([1, 2])];
  const bare = {
    ...{ maxEpochs: 1, logger: false, enableCheckpointing: false },
    ...{ enableProgressBar: false, enableModelSummary: false },
  };
  const terminal = { isTTY: true, columns: 120, write() {} };
  const defaults = () => ({
    maxEpochs: 1,
    logger: new loggers.CSVLogger(folder),
    callbacks: [new callbacks.ProgressBar({ output: terminal })],
  });
  return {
    versions: { ...backend.versions, backend: backend.kind },
    variants: {
      rounds: 25,
      add: () => microseconds(batch, adds),
      byHand: () => microseconds(batch, byHand),
      bare: () => microseconds(batch, (batches) => train(Line, bare, batches)),
      oneLog: () => microseconds(batch, (batches) => train(LoggingLine, bare, batches)),
      defaults: () => microseconds(batch, (batches) => train(LoggingLine, defaults(), batches)),
    },
    rows: ({ add, byHand, bare, oneLog, defaults }) => [
      row("bare", bare.min, byHand.min, add.min, 6),
      row("defaults", defaults.min, byHand.min, add.min, 12),
      row("one_log", oneLog.min, bare.min, add.min, 2),
    ],
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Time of a step, from batch to batch: what happens before the first ones and after the last is not counted. */
async function microseconds(batch, work) {
  let [start, end] = [0, 0];
  function* batches() {
    for (let i = 0; i < STEPS; i++) {
      if (i === WARM_UP) start = performance.now();
      if (i === STEPS - 1) end = performance.now();
      yield batch;
    }
  }
  await work({ length: STEPS, [Symbol.iterator]: batches });
  return ((end - start) * 1000) / (STEPS - 1 - WARM_UP);
}

/** Of minima: the difference of two long times is small, and what others do on the machine only ever adds. */
function row(name, value, baseline, add, budget) {
  return { name, value, unit: "µs/step", baseline, figure: (value - baseline) / add, budget };
}

function adds(batches) {
  const [a, b] = [tf.scalar(1), tf.scalar(2)];
  for (const _ of batches) tf.add(a, b).dispose();
  tf.dispose([a, b]);
}

/** What a tfjs user would write for the same step. */
function byHand(batches) {
  const weight = tf.variable(tf.randomUniform([2, 32], -0.17, 0.17));
  const bias = tf.variable(tf.randomUniform([2], -0.17, 0.17));
  const optimizer = tf.train.sgd(LR);
  for (const [x, y] of batches) {
    tf.tidy(() => {
      const loss = () => tf.mean(tf.squaredDifference(tf.add(tf.matMul(x, weight, false, true), bias), y));
      optimizer.minimize(loss, false, [weight, bias]);
    });
  }
  tf.dispose([weight, bias]);
  optimizer.dispose();
}

async function train(Model, options, trainDataloaders) {
  const model = new Model();
  await new Trainer(options).fit(model, { trainDataloaders });
  model.dispose();
}
