import { tf } from "../backend/tf.js";
import type { FunctionName } from "../core/hooks.js";

/**
 * The number that a logged value is, in float32 as Lightning logs it.
 *
 * @param converted what a Trainer has said of conversions already, which it notes here.
 */
export function loggedScalar(fx: FunctionName, name: string, value: unknown, converted: Set<string>): number {
  if (typeof value === "number") return Math.fround(value);
  if (typeof value === "boolean") return Number(value);
  if (value instanceof tf.Tensor) {
    if (value.size !== 1) throw notSingle(name, value.shape);
    if (value.dtype !== "float32") warnOfConversion(fx, name, value.dtype, converted);
    return value.dataSync()[0] as number;
  }
  throw new TypeError(
    `\`this.log("${name}", …)\` was called with ${described(value)}, which cannot be logged. Give a number, a tensor with one element, or a Metric.`,
  );
}

function notSingle(name: string, shape: readonly number[]): RangeError {
  return new RangeError(
    `\`this.log("${name}", …)\` was called with a tensor of shape [${shape}], but it must have a single element. Reduce it first, for example by \`.mean()\`.`,
  );
}

/** Said once for each name: means of whole numbers are no whole numbers. */
function warnOfConversion(fx: FunctionName, name: string, dtype: string, converted: Set<string>): void {
  if (converted.has(`${fx}.${name}`)) return;
  converted.add(`${fx}.${name}`);
  console.warn(
    `\`this.log("${name}", …)\` in \`${fx}\` was given ${dtype === "int32" ? "an" : "a"} ${dtype} tensor, and its value is logged as float32. ` +
      "Convert it yourself, `value.toFloat()`, to silence this, or give it to `this.logger.logMetrics`.",
  );
}

function described(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? `an object (${value.constructor?.name ?? "Object"})` : `a ${typeof value}`;
}
