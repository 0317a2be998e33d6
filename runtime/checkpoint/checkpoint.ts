import { tf } from "../backend/tf.js";
import type { StateDict } from "./stateful.js";

/** A run's state as one value, under Lightning's keys (camelCased). Hooks may add keys of their own, and so may data modules: their class's name. */
export interface Checkpoint {
  /** Epochs completed. */
  epoch: number;
  /** Optimizer steps taken. */
  globalStep: number;
  /** Of the runtime that wrote it. */
  lightningRuntimeVersion: string;
  /** The module's parameters and buffers by path. */
  stateDict: Record<string, tf.Tensor>;
  /** How far each loop got, and the state of the random generator. */
  loops?: Record<string, StateDict>;
  /** States of the callbacks by state key. With weights only there are none, nor of optimizers and schedulers. */
  callbacks?: Record<string, StateDict>;
  optimizerStates?: readonly StateDict[];
  lrSchedulers?: readonly StateDict[];
  hyperParameters?: Readonly<Record<string, unknown>>;
  datamoduleHyperParameters?: Readonly<Record<string, unknown>>;
  [key: string]: unknown;
}

/** Frees the tensors of a checkpoint that was read from a file: whoever wants to keep one has cloned it. */
export function disposeCheckpoint(checkpoint: Checkpoint): void {
  const seen = new Set<object>();
  const dispose = (value: unknown): void => {
    if (value instanceof tf.Tensor) value.dispose();
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || seen.has(value)) return;
    seen.add(value);
    if (!(value instanceof tf.Tensor)) Object.values(value).forEach(dispose);
  };
  dispose(checkpoint);
}
