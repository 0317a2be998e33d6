import { tf } from "../backend/tf.js";
import { shown } from "./metricOptions.js";

/** @throws when a metric declares a state of a kind that cannot be one, or that cannot be merged so. */
export function checkState(metric: string, name: string, initial: unknown, reduction: unknown): void {
  const isKnown =
    typeof initial === "number" ||
    initial instanceof tf.Tensor ||
    initial instanceof Float64Array ||
    initial instanceof Float32Array ||
    initial instanceof Int32Array ||
    initial instanceof Uint8Array;
  if (!isKnown && !(Array.isArray(initial) && initial.length === 0)) {
    throw new RangeError(
      `The state \`${name}\` of ${metric} must begin as a number, a typed array, a tensor or an empty list; it was given ${shown(initial)}.`,
    );
  }
  const known = ["sum", "mean", "max", "min", "cat", null];
  if (typeof reduction !== "function" && !known.includes(reduction as string)) {
    throw new RangeError(
      `\`distReduceFx\` of the state \`${name}\` of ${metric} must be "sum", "mean", "max", "min", "cat", null or a function; it is ${shown(reduction)}.`,
    );
  }
}
