import { tf } from "../backend/tf.js";
import type { StepOutputs } from "../core/hooks.js";
import { batchWatch } from "../debug/batchWatch.js";
import { MisconfigurationException } from "../errors.js";
import { callModuleMethod, type Run } from "./run.js";

/** One batch under manual optimization: the training step calls `manualBackward` and the optimizers itself. */
export async function runManualStep(run: Run, batch: unknown, batchIdx: number): Promise<StepOutputs> {
  run.tape.open();
  try {
    const result = callModuleMethod(run, "trainingStep", batch, batchIdx);
    const output = result instanceof Promise ? await result : result;
    const outputs = output instanceof tf.Tensor ? { loss: output } : outputsOf(output);
    batchWatch.at?.("loss", run, outputs.loss);
    return outputs;
  } finally {
    run.tape.close();
  }
}

function outputsOf(output: unknown): StepOutputs {
  if (output === undefined || output === null) return {} as StepOutputs;
  if (typeof output !== "object" || Array.isArray(output)) throw invalidOutput(output);
  if ("loss" in output && !(output.loss instanceof tf.Tensor)) throw invalidLoss(output.loss);
  return output as StepOutputs;
}

function invalidLoss(loss: unknown): TypeError {
  return new TypeError(
    `The \`loss\` of what \`trainingStep\` returns must be a tensor; it is ${String(loss)}. Leave it out when there is none.`,
  );
}

function invalidOutput(output: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `In manual optimization, \`trainingStep\` must return a tensor, an object, or nothing; it returned ${String(output)}.`,
  );
}
