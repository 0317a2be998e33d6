import type { GoldenTensors } from "./nnCase.js";

/** Losses whose classes are dimension 1 in torch and the last here, as the channels that they come from. */
const LOSSES: readonly string[] = ["CrossEntropyLoss", "NLLLoss"];

const LAYOUTS: Readonly<Record<number, string>> = { 3: "NCL", 4: "NCHW" };

/**
 * Tensors of a loss with the layout in which torch has its classes; those of anything else as they are.
 *
 * @param input the shape of the loss's input: what has as many dimensions has the classes too.
 */
export function withClasses(tensors: GoldenTensors, className: string, input: readonly number[] = []): GoldenTensors {
  const layout = LOSSES.includes(className) ? LAYOUTS[input.length] : undefined;
  if (layout === undefined) return tensors;
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [
      name,
      tensor !== null && tensor.shape.length === input.length ? { ...tensor, layout } : tensor,
    ]),
  );
}
