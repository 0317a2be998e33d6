import { types } from "node:util";

/** Entries that a preview has, and characters of a string. */
const ENTRIES = 5;
const CHARACTERS = 50;

/**
 * A collection or a plain object in a line, with its tensors by their shapes: `(2) [Tensor float32[64,28,28,1], Tensor int32[64]]`. Getters
 * are not called, proxies not asked.
 *
 * @param short what stands for an object inside; null: only its kind.
 * @returns null when JavaScript has a good line for it itself: a date, an error, a promise.
 */
export function preview(value: object, short: (value: object) => string | null): string | null {
  if (types.isProxy(value)) return null;
  const show = (item: unknown) => itemText(item, short);
  if (Array.isArray(value)) return `(${value.length}) [${items(value.length, (i) => show(value[i]))}]`;
  if (ArrayBuffer.isView(value) && "length" in value) {
    const numbers = value as unknown as ArrayLike<number>;
    return `${value.constructor.name}(${numbers.length}) [${items(numbers.length, (i) => String(numbers[i]))}]`;
  }
  if (value instanceof Map) {
    const entries = first(value.entries());
    return `Map(${value.size}) {${items(value.size, (i) => `${show(entries[i]?.[0])} → ${show(entries[i]?.[1])}`)}}`;
  }
  if (value instanceof Set) {
    const entries = first(value.values());
    return `Set(${value.size}) {${items(value.size, (i) => show(entries[i]))}}`;
  }
  return isPlain(value) ? fieldsText(value, show) : null;
}

function fieldsText(value: object, show: (item: unknown) => string): string {
  const names = Object.keys(value);
  const text = items(names.length, (i) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, names[i] as string);
    return `${names[i]}: ${descriptor !== undefined && "value" in descriptor ? show(descriptor.value) : "…"}`;
  });
  const name = className(value);
  return `${name === "Object" || name === "" ? "" : `${name} `}{${text}}`;
}

/** An object without a nature of its own: V8 has no better line for it than its class. */
function isPlain(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Object]" && typeof value !== "function";
}

function className(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return "";
  const { value: made } = Object.getOwnPropertyDescriptor(prototype, "constructor") ?? {};
  return typeof made === "function" ? made.name : "";
}

function itemText(item: unknown, short: (value: object) => string | null): string {
  switch (typeof item) {
    case "string":
      return JSON.stringify(item.length > CHARACTERS ? `${item.slice(0, CHARACTERS)}…` : item);
    case "bigint":
      return `${item}n`;
    case "function":
      return "ƒ";
    case "object":
      return item === null ? "null" : (short(item) ?? kindText(item));
    default:
      return String(item);
  }
}

function kindText(item: object): string {
  if (types.isProxy(item)) return "Proxy";
  if (Array.isArray(item)) return `Array(${item.length})`;
  if (ArrayBuffer.isView(item) && "length" in item) return `${className(item)}(${item.length})`;
  const name = className(item);
  return name === "Object" || name === "" ? "{…}" : name;
}

function items(count: number, text: (index: number) => string): string {
  const shown = Array.from({ length: Math.min(count, ENTRIES) }, (_, i) => text(i));
  return [...shown, ...(count > ENTRIES ? ["…"] : [])].join(", ");
}

function first<T>(iterator: Iterator<T>): T[] {
  const taken: T[] = [];
  for (let next = iterator.next(); !next.done && taken.length < ENTRIES; next = iterator.next()) taken.push(next.value);
  return taken;
}
