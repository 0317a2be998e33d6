import { tf } from "../../../runtime/backend/tf.js";
import { isFloat, isNumeric, numberOf } from "./floats.js";

/** What `update` is called with, by the names of its arguments. */
export type GoldenUpdate = Readonly<Record<string, unknown>>;

/**
 * The arguments of an update: tensors of numbers, texts as they are. What a list without entries would hold is known by the other updates.
 *
 * @param ofTexts what a list without entries is when no update knows.
 */
export function batchOf(
  update: GoldenUpdate,
  names: readonly string[],
  all: readonly GoldenUpdate[],
  ofTexts: boolean,
): unknown[] {
  return names
    .filter((name) => name in update)
    .map((name) => {
      const known = leaves(all.map((one) => one[name]));
      const isText = known.length === 0 ? ofTexts : known.some((leaf) => typeof leaf === "string" && !isNumeric(leaf));
      if (isText) return update[name];
      return argumentOf(update[name], known.some(isFloat) || known.length === 0);
    });
}

/** Frees the tensors of a batch. */
export function disposeBatch(batch: readonly unknown[]): void {
  for (const value of batch) if (value instanceof tf.Tensor) value.dispose();
}

/** @param isFloatList what a list without numbers is taken for. */
export function argumentOf(value: unknown, isFloatList: boolean): unknown {
  const all = leaves(value);
  if (all.some((leaf) => typeof leaf !== "boolean" && !isNumeric(leaf))) return value;
  if (!Array.isArray(value) && isNumeric(value)) return numberOf(value);
  if (!Array.isArray(value)) return value;
  const numbers = all.map((leaf) => (isNumeric(leaf) ? numberOf(leaf) : Number(leaf)));
  const dtype = all.length === 0 ? (isFloatList ? "float32" : "int32") : dtypeOf(all);
  return tf.tensor(numbers, shapeOf(value), dtype);
}

function dtypeOf(values: readonly unknown[]): "float32" | "int32" | "bool" {
  if (values.every((value) => typeof value === "boolean")) return "bool";
  return values.some(isFloat) ? "float32" : "int32";
}

function leaves(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return value === undefined ? [] : [value];
}

function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}
