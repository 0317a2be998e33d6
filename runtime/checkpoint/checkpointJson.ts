import { tf } from "../backend/tf.js";
import type { Checkpoint } from "./checkpoint.js";
import { type Packed, packArray, packTensor, unpackArray, unpackTensor } from "./packTensors.js";

/** Deeper values refer to themselves, or come from a hostile file. */
const MAX_DEPTH = 100;

const METADATA = "__metadata__";

/** A value as JSON, and the tensors and typed arrays in it as entries by name. */
export interface EncodedValue {
  readonly json: string;
  readonly entries: ReadonlyMap<string, Packed>;
}

/**
 * Takes a checkpoint apart. `{"$tensor": name}` stands for a tensor, `{"$array": name}` for a typed array, `{"$number": "NaN"}` for what JSON has
 * no number for; a user's key that begins with `$` gets one more. The entries of weights have the weights' names, others their path.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): EncodedValue {
  const encoder = new Encoder(Object.keys(checkpoint.stateDict));
  const json = JSON.stringify(encoder.encode(checkpoint, []));
  return { json, entries: encoder.entries };
}

type Path = readonly string[];

class Encoder {
  readonly entries = new Map<string, Packed>();
  readonly #weights: ReadonlySet<string>;

  constructor(weights: Iterable<string>) {
    this.#weights = new Set(weights);
  }

  encode(value: unknown, path: Path): unknown {
    if (path.length > MAX_DEPTH)
      throw unsavable(path.slice(0, 3), `is nested more than ${MAX_DEPTH} levels deep, or refers to itself`);
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number") return encodeNumber(value);
    if (value instanceof tf.Tensor)
      return { $tensor: this.#add(path, packTensor(value), `a tensor of ${value.dtype}`) };
    if (ArrayBuffer.isView(value)) return { $array: this.#add(path, packArray(value), describe(value)) };
    if (Array.isArray(value)) return value.map((item, i) => this.encode(item ?? null, [...path, String(i)]));
    if (!isPlainObject(value)) throw unsavable(path, `is ${describe(value)}`);
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [[key.startsWith("$") ? `$${key}` : key, this.encode(item, [...path, key])]],
      ),
    );
  }

  #add(path: Path, packed: Packed | null, kind: string): string {
    if (packed === null) throw unsavable(path, `is ${kind}`);
    const [first, second] = path;
    const isWeight = path.length === 2 && first === "stateDict" && second !== METADATA;
    let name = isWeight && second !== undefined ? second : path.join(".");
    while (!isWeight && (this.#weights.has(name) || this.entries.has(name) || name === METADATA)) name += "_";
    this.entries.set(name, packed);
    return name;
  }
}

function encodeNumber(value: number): unknown {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { $number: Object.is(value, -0) ? "-0" : String(value) };
}

/** True when a value can be put into a checkpoint. */
export function isSavable(value: unknown, depth = 0): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value === null || ["undefined", "string", "number", "boolean"].includes(typeof value)) return true;
  if (value instanceof tf.Tensor || ArrayBuffer.isView(value)) return true;
  return (
    (Array.isArray(value) || isPlainObject(value)) && Object.values(value).every((item) => isSavable(item, depth + 1))
  );
}

/** @param entry gives the bytes of an entry; throws when there is none of that name. */
export function decodeValue(json: string, entry: (name: string) => Packed): unknown {
  const tensors = new Map<string, tf.Tensor>();
  const tensorOf = (name: string) => {
    const tensor = tensors.get(name) ?? unpackTensor(entry(name));
    tensors.set(name, tensor);
    return tensor;
  };
  const arrayOf = ({ dtype, bytes }: Packed) => unpackArray(dtype, bytes);
  const decode = (part: unknown, depth: number): unknown => {
    if (depth > MAX_DEPTH) throw new Error(`it is nested more than ${MAX_DEPTH} levels deep`);
    if (Array.isArray(part)) return part.map((item) => decode(item, depth + 1));
    if (typeof part !== "object" || part === null) return part;
    const [key, mark] = Object.entries(part)[0] ?? [];
    if (key === "$tensor") return tensorOf(String(mark));
    if (key === "$array") return arrayOf(entry(String(mark)));
    if (key === "$number") return Number(mark);
    return Object.fromEntries(
      Object.entries(part).map(([name, item]) => [
        name.startsWith("$$") ? name.slice(1) : name,
        decode(item, depth + 1),
      ]),
    );
  };
  return decode(JSON.parse(json), 0);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function describe(value: unknown): string {
  if (typeof value === "object" && value !== null) return `a ${value.constructor.name}`;
  return typeof value === "undefined" ? "undefined" : `a ${typeof value}`;
}

function unsavable(path: readonly string[], what: string): TypeError {
  return new TypeError(
    `A checkpoint cannot be written: \`${path.join(".")}\` ${what}. States hold numbers, texts, booleans, null, lists, plain objects, typed arrays, and tensors of float32, int32 and bool.`,
  );
}
