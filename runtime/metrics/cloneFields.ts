import { tf } from "../backend/tf.js";

/** Something that knows how to copy itself: a metric, a collection of them. */
interface Cloneable {
  clone(): unknown;
}

/** Copies an object's own fields into another one: numbers in a row, lists and tables with all that is in them, metrics by their `clone`. */
export function cloneFields(from: object, to: object): void {
  for (const [name, value] of Object.entries(from)) (to as Record<string, unknown>)[name] = cloned(value);
}

function cloned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof tf.Tensor) return tf.keep(value.clone());
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (Array.isArray(value)) return value.map(cloned);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key, cloned(inner)]));
  if (value instanceof Set) return new Set([...value].map(cloned));
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, cloned(inner)]));
  }
  return isCloneable(value) ? value.clone() : value;
}

function isCloneable(value: object): value is Cloneable {
  return "clone" in value && typeof value.clone === "function";
}
