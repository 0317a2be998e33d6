import type { BatchPosition, BatchStops } from "./batchStops.js";

/** What a paused process can tell a debugger; the runtime offers it under `Symbol.for(DEBUG_SYMBOL)` on `globalThis`. */
export interface DebugApi {
  readonly version: 2;
  /** A line for a tensor, a parameter, a layer, a collection or an object, such as `Tensor float32[2] μ 0.5 …`; null for anything else. */
  describe(value: unknown): string | null;
  /** What a list of variables shows for each of some values; null: what JavaScript has for it is fine. */
  descriptions(values: readonly unknown[]): (Description | null)[];
  /** An object whose properties stand for what a value consists of, before its own ones; null: nothing does. */
  properties(value: unknown): object | null;
  /** A page of a tensor's slices by its first dimension; of a tensor with one dimension, of its values. */
  slices(value: unknown, start: number, count: number): unknown[];
  /** A page of a tensor's values as they lie in memory: row-major, little-endian. Empty for anything else. */
  bytes(value: unknown, offset: number, count: number): Uint8Array;
  /** What a view of a tensor begins with; null: it is none, or was disposed. */
  tensor(value: unknown): TensorInfo | null;
  /** The values of a block of a tensor: of each dimension those from `begin` on, `size` of them. */
  block(value: unknown, begin: readonly number[], size: readonly number[]): TensorBlock | null;
  /** A tensor's values as JSON text, nested as its dimensions; null when it has more than `limit`. */
  json(value: unknown, limit: number): string | null;
  /** An object whose properties tell where the running Trainer is; null: none runs. */
  trainer(): object | null;
  /** Says at which batches to stop from now on. It may be called while the program runs. */
  stopAtBatches(stops: BatchStops): void;
  /** Where the innermost running Trainer is; null: none runs. */
  position(): BatchPosition | null;
  /** Functions of the user's that the process will soon call: where to stop when it is asked to pause. */
  userFunctions(): readonly ((...args: never[]) => unknown)[];
  /** Everything that is computed from now on, until `endStop`, is for the debugger: it is freed then. */
  beginStop(): void;
  endStop(): void;
  /**
   * What a variable of the program is to hold when the user sets it: a `tf.Variable` or parameter stays, and takes the values; else the value,
   * adopted.
   *
   * @param now what it holds.
   */
  assigned(now: unknown, value: unknown): unknown;
  /** Sets a slice, or in the end a value, of a `tf.Variable` or parameter. @returns false: it is none, or has no such slice. */
  setElement(tensor: unknown, index: number, value: unknown): boolean;
  /**
   * Changes the values of a `tf.Variable` or parameter as they lie in memory.
   *
   * @param all true: nothing is written when there is no room for all of it.
   * @returns how many bytes there were to write to; null: it is none.
   */
  writeBytes(tensor: unknown, offset: number, data: Uint8Array, all: boolean): number | null;
  /**
   * The tensors in a value that was computed for the debugger become the program's, as if it had made them here: the user gave the value to
   * one of its variables. @returns the value.
   */
  adopt<T>(value: T): T;
  /** The tensors in a value that was computed for the debugger stay until somebody disposes them: the user named it in the console. @returns the value. */
  keep<T>(value: T): T;
}

/** How a value is shown. */
export interface Description {
  readonly text: string;
  /** Its type in a word, such as `Tensor`. */
  readonly type: string;
  /** `tensor`: it can be viewed, and has slices and bytes. */
  readonly kind: "tensor" | "object";
  /** True for what is no object of the program but stands for a part of one: a slice, a statistic. */
  readonly isRow: boolean;
  /** Slices that it has; 0 for a scalar, and for what is no tensor. */
  readonly slices: number;
  /** True when `properties` has something for it. */
  readonly hasProperties: boolean;
  readonly bytes: number;
}

/** Of some values; those of the finite ones are null when there are none. */
export interface TensorStatistics {
  /** How many were looked at. */
  readonly values: number;
  readonly nan: number;
  readonly infinite: number;
  readonly mean: number | null;
  /** Square root of the mean squared distance from the mean. */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

export interface TensorInfo {
  /** As in a list of variables. */
  readonly text: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Null: its values are no numbers, or complex ones. */
  readonly statistics: TensorStatistics | null;
  /** Counts of the finite values in equal parts of the range from the smallest to the largest. Empty: there are none. */
  readonly histogram: readonly number[];
}

/** Row-major values; a complex number is its magnitude. */
export type TensorBlock =
  | { readonly kind: "numbers" /** float32, little-endian, base64. */; readonly data: string }
  | { readonly kind: "strings"; readonly values: readonly string[] };
