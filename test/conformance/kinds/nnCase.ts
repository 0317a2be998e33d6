import { tf } from "../../../runtime/backend/tf.js";
import { curveDifference } from "../nn/curveCase.js";
import { dropoutDifference } from "../nn/dropoutCase.js";
import { layerErrorDifference } from "../nn/errorCase.js";
import { defaultInitDifference, initDifference, orthogonalDifference, sparseDifference } from "../nn/initCase.js";
import { loadStateDictDifference } from "../nn/loadStateDictCase.js";
import type { NnCase } from "../nn/nnCase.js";
import { nnNotApplicable } from "../nn/notApplicable.js";
import { numericDifference } from "../nn/numericCase.js";
import { structureDifference } from "../nn/structureCase.js";
import { valueDifference } from "../nn/valueCase.js";
import type { Outcome } from "../outcome.js";
import type { Difference } from "../picture.js";
import { captureMessages } from "../replay/messages.js";

export { isNnFile } from "../nn/nnCase.js";

/** Layers, losses, initialization and whole models against torch's; no tensor may be left. */
export async function runNnCase(golden: NnCase): Promise<Outcome> {
  const name = golden.id;
  const reason = nnNotApplicable(golden);
  if (reason !== null) return { kind: "notApplicable", name, reason };
  const before = tf.memory().numTensors;
  let failure: Difference | null = null;
  await captureMessages(async () => {
    failure = await difference(golden).catch((error: unknown) => thrown(error));
  });
  if (failure !== null) return { kind: "failed", name, difference: failure };
  const left = tf.memory().numTensors - before;
  if (left !== 0)
    return { kind: "failed", name, difference: { what: "tensors left", expected: "0", got: String(left) } };
  return { kind: "passed", name };
}

async function difference(golden: NnCase): Promise<Difference | null> {
  switch (golden.kind) {
    case "numeric":
      return numericDifference(golden);
    case "dropout_statistics":
      return dropoutDifference(golden);
    case "structure":
      return structureDifference(golden);
    case "load_state_dict":
      return loadStateDictDifference(golden);
    case "init":
      return initDifference(golden);
    case "orthogonal":
      return orthogonalDifference(golden);
    case "sparse":
      return sparseDifference(golden);
    case "default_init":
      return defaultInitDifference(golden);
    case "value":
      return valueDifference(golden);
    case "error":
      return layerErrorDifference(golden);
    case "curve":
      return curveDifference(golden);
    default:
      throw new Error(`There is no way here to run a case of the kind "${(golden as { kind: string }).kind}".`);
  }
}

function thrown(error: unknown): Difference {
  return {
    what: "run",
    expected: "no error",
    got: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  };
}
