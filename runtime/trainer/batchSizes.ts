import { tf } from "../backend/tf.js";

/**
 * The sizes of the tensors in a batch, each once: the first is what the batch's values weigh; null: something that has none stands after a
 * tensor. Empty: there is no tensor.
 */
export function batchSizesOf(batch: unknown, sizes = new Set<number | null>()): Set<number | null> {
  if (batch instanceof tf.Tensor) sizes.add(batch.shape[0] ?? 1);
  else if (typeof batch === "object" && batch !== null)
    for (const part of Object.values(batch)) batchSizesOf(part, sizes);
  else if (sizes.size > 0) sizes.add(null);
  return sizes;
}
