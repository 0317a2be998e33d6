import { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Module } from "../nn/module.js";
import type { Optimizer } from "../optim/optimizer.js";
import { generator } from "../random.js";

/** Weights, optimizers and the random generator as they were, for after a trial. */
export class Snapshot {
  readonly #weights: StateDict;
  readonly #optimizers: readonly (readonly [Optimizer, StateDict])[];
  readonly #random = generator.stateDict();

  constructor(
    private readonly module: Module,
    optimizers: readonly Optimizer[],
  ) {
    this.#weights = kept(module.stateDict()) as StateDict;
    this.#optimizers = optimizers.map((optimizer) => [optimizer, kept(optimizer.stateDict()) as StateDict]);
  }

  restore(): void {
    this.module.loadStateDict(this.#weights);
    for (const [optimizer, state] of this.#optimizers) {
      optimizer.zeroGrad();
      optimizer.loadStateDict(state);
    }
    generator.loadStateDict(this.#random);
  }

  dispose(): void {
    for (const tensor of tensorsIn([this.#weights, this.#optimizers.map(([, state]) => state)])) tensor.dispose();
  }
}

/** A copy, whatever becomes of the original. */
function kept(value: unknown): unknown {
  if (value instanceof tf.Tensor) return tf.keep(value.clone());
  if (Array.isArray(value)) return value.map(kept);
  if (ArrayBuffer.isView(value)) return structuredClone(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kept(inner)]));
}

function tensorsIn(value: unknown): tf.Tensor[] {
  if (value instanceof tf.Tensor) return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(tensorsIn) : [];
}
