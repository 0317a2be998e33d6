import { tf } from "../backend/tf.js";
import type { StepOutputs } from "../core/hooks.js";
import { MisconfigurationException } from "../errors.js";
import { callModuleMethod, type Run } from "./run.js";

/** One batch under manual optimization: the training step calls `manualBackward` and the optimizers itself. */
export async function runManualStep(run: Run, batch: unknown, batchIdx: number): Promise<StepOutputs> {
  run.tape.open();
  try {
    const result = callModuleMethod(run, "trainingStep", batch, batchIdx);
    const output = result instanceof Promise ? await result : result;
    if (output instanceof tf.Tensor) return { loss: output };
    if (typeof output !== "object" && output !== undefined) throw invalidOutput(output);
    return (output ?? {}) as StepOutputs;
  } finally {
    run.tape.close();
  }
}

function invalidOutput(output: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `In manual optimization, \`trainingStep\` must return a tensor, an object, or nothing; it returned ${String(output)}.`,
  );
}
