import { tf } from "../../../runtime/backend/tf.js";
import { type ActivationCase, activationDifference, isActivationCase } from "../functional/activationCase.js";
import { isLayerCase, type LayerCase, layerDifference } from "../functional/layerCase.js";
import { isLossCase, type LossCase, lossCaseName, lossDifference } from "../functional/lossCase.js";
import type { Outcome } from "../outcome.js";
import type { Difference } from "../picture.js";

/** A loss, an activation or a layer of torch.nn.functional, recorded in float64. */
export type FunctionalCase = LossCase | ActivationCase | LayerCase;

export function isFunctionalCase(value: unknown): value is FunctionalCase {
  return isLossCase(value) || isActivationCase(value) || isLayerCase(value);
}

export async function runFunctionalCase(golden: FunctionalCase): Promise<Outcome> {
  const name = nameOf(golden);
  const tensors = tf.memory().numTensors;
  let difference: Difference | null = null;
  tf.tidy(() => {
    difference = differenceOf(golden);
  });
  difference ??= leak(tensors);
  return difference === null ? { kind: "passed", name } : { kind: "failed", name, difference };
}

function differenceOf(golden: FunctionalCase): Difference | null {
  try {
    if (isLossCase(golden)) return lossDifference(golden);
    return isActivationCase(golden) ? activationDifference(golden) : layerDifference(golden);
  } catch (error) {
    return { what: "run", expected: "numbers", got: String(error) };
  }
}

function leak(before: number): Difference | null {
  const { numTensors } = tf.memory();
  return numTensors === before ? null : { what: "tensors", expected: String(before), got: String(numTensors) };
}

function nameOf(golden: FunctionalCase): string {
  if (isLossCase(golden)) return lossCaseName(golden);
  return isActivationCase(golden) ? golden.activation : golden.layer;
}
