import { tf } from "../backend/tf.js";

/** The sizes of the tensors in a batch, each once: the first is what the batch's values weigh. Empty: there is no tensor. */
export function batchSizesOf(batch: unknown, sizes = new Set<number>()): Set<number> {
  if (batch instanceof tf.Tensor) sizes.add(batch.shape[0] ?? 1);
  else if (typeof batch === "string") sizes.add(batch.length);
  else if (typeof batch === "object" && batch !== null)
    for (const part of Object.values(batch)) batchSizesOf(part, sizes);
  return sizes;
}
