import { tf } from "../backend/tf.js";
import type { StepOutputs } from "../core/hooks.js";
import { batchWatch } from "../debug/batchWatch.js";
import { MisconfigurationException } from "../errors.js";
import type { LightningOptimizer } from "../optim/lightningOptimizer.js";
import type { Optimizer } from "../optim/optimizer.js";
import { callModuleMethod, type Run } from "./run.js";
import { warnOfNoLoss } from "./runWarnings.js";

/** What `trainingStep` gave: the loss to differentiate, and what the end-of-batch hooks get. */
interface StepResult {
  readonly loss: tf.Tensor | null;
  readonly outputs: StepOutputs;
}

/**
 * One batch under automatic optimization, in Lightning's order: the optimizer's step runs a closure of training step, clearing of the
 * gradients and backward pass; while gradients accumulate only the closure runs.
 */
export function optimizeBatch(run: Run, batch: unknown, batchIdx: number, accumulating: boolean): StepOutputs {
  const { module, trainer, hooks, tape } = run;
  const optimizer = run.optimizers[0] as Optimizer;
  let result: StepResult = { loss: null, outputs: {} };
  const closure = () => {
    tape.open();
    try {
      result = trainingStep(run, batch, batchIdx);
      if (result.loss === null) warnOfNoLoss(run);
      else batchWatch.at?.("loss", run, result.loss);
      if (batchIdx % trainer.accumulateGradBatches === 0) zeroGrad(run, optimizer, batchIdx);
      if (result.loss !== null) backward(run, result.loss);
    } finally {
      tape.close();
    }
    return result.loss;
  };
  if (accumulating) {
    closure();
    return result.outputs;
  }
  const { optimizerSteps } = run.progress;
  optimizerSteps.ready();
  const stepped = run.lightningOptimizers[0] as LightningOptimizer;
  hooks.within("optimizerStep", () => module.optimizerStep(trainer.currentEpoch, batchIdx, stepped, closure));
  optimizerSteps.completed();
  return result.outputs;
}

/** Backward pass with the hooks around it; manual optimization comes here too. */
export function backward(run: Run, loss: tf.Tensor): void {
  run.hooks.call("onBeforeBackward", loss);
  run.hooks.within("backward", () => run.module.backward(loss, run.tape));
  batchWatch.at?.("gradients", run);
  run.hooks.call("onAfterBackward");
}

function zeroGrad(run: Run, optimizer: Optimizer, batchIdx: number): void {
  const { zeroGrads } = run.progress;
  zeroGrads.ready();
  run.hooks.call("onBeforeZeroGrad", optimizer);
  zeroGrads.started();
  run.hooks.within("optimizerZeroGrad", () =>
    run.module.optimizerZeroGrad(run.trainer.currentEpoch, batchIdx, optimizer),
  );
  zeroGrads.completed();
}

function trainingStep(run: Run, batch: unknown, batchIdx: number): StepResult {
  const output = callModuleMethod(run, "trainingStep", batch, batchIdx);
  if (output === undefined || output === null) return { loss: null, outputs: {} };
  if (output instanceof tf.Tensor) return withLoss(run, output, {});
  if (output instanceof Promise) {
    // Its own failure would end the process before this one is read.
    output.catch(() => {});
    throw new MisconfigurationException(
      "`trainingStep` is asynchronous, and gradients can only be taken of what it computes at once. Remove `async`; do what takes time in a DataLoader or a hook.",
    );
  }
  if (typeof output === "object") {
    const { loss, ...extra } = output as Record<string, unknown>;
    if (loss instanceof tf.Tensor) return withLoss(run, loss, extra);
    throw new MisconfigurationException(
      "In automatic optimization, when `trainingStep` returns an object, it needs a tensor `loss`.",
    );
  }
  throw new MisconfigurationException(
    `In automatic optimization, \`trainingStep\` must return a tensor, an object with \`loss\`, or nothing to skip the batch; it returned ${String(output)}.`,
  );
}

/** The loss is divided by the number of batches whose gradients are added up. */
function withLoss(run: Run, loss: tf.Tensor, extra: Readonly<Record<string, unknown>>): StepResult {
  const { accumulateGradBatches } = run.trainer;
  const scaled = accumulateGradBatches === 1 ? loss : tf.div(loss, accumulateGradBatches);
  return { loss: scaled, outputs: { loss: scaled, ...extra } };
}
