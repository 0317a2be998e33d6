import { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Module } from "../nn/module.js";

/** The new average of a weight, from the old one, the model's, and how many updates there were. */
export type AvgFn = (averaged: tf.Tensor, current: tf.Tensor, nAveraged: number) => tf.Tensor;

export interface AverageModelOptions {
  /** False: buffers are copied, not averaged; default true. */
  readonly useBuffers?: boolean;
  /** Default: every update weighs the same. */
  readonly avgFn?: AvgFn;
}

/** Averaged weights of a module (torch.optim.swa_utils.AveragedModel). It owns copies of all parameters and buffers. */
export class AverageModel {
  nAveraged = 0;
  readonly #weights = new Map<string, tf.Tensor>();
  readonly #useBuffers: boolean;
  readonly #avgFn: AvgFn;

  constructor(module: Module, { useBuffers = true, avgFn = equalAverage }: AverageModelOptions = {}) {
    this.#useBuffers = useBuffers;
    this.#avgFn = avgFn;
    for (const [name, weight] of Object.entries(module.stateDict())) this.#set(name, weight.clone());
  }

  /** The averaged tensors by path; they are this object's own. */
  weights(): Record<string, tf.Tensor> {
    return Object.fromEntries(this.#weights);
  }

  /** Takes the module's present weights into the average; the first time the average becomes a copy of them. */
  update(module: Module): void {
    const buffers = this.#useBuffers ? new Set<string>() : new Set(module.namedBuffers().map(([name]) => name));
    for (const [name, weight] of Object.entries(module.stateDict())) {
      const copies = this.nAveraged === 0 || buffers.has(name);
      this.#set(
        name,
        copies
          ? weight.clone()
          : tf.tidy(() => this.#avgFn(this.#weights.get(name) as tf.Tensor, weight, this.nAveraged)),
      );
    }
    this.nAveraged++;
  }

  copyTo(module: Module): void {
    for (const [name, weight] of Object.entries(module.stateDict()))
      weight.assign(this.#weights.get(name) as tf.Tensor);
  }

  /** The same for the parameters only: buffers stay the module's own. */
  copyParametersTo(module: Module): void {
    for (const [name, parameter] of module.namedParameters()) parameter.assign(this.#weights.get(name) as tf.Tensor);
  }

  /** The module gets the average, and the average the module's weights, until they are swapped again. */
  swapWith(module: Module): void {
    for (const [name, weight] of Object.entries(module.stateDict())) {
      const own = weight.clone();
      weight.assign(this.#weights.get(name) as tf.Tensor);
      this.#set(name, own);
    }
  }

  load(state: StateDict, nAveraged: number): void {
    this.nAveraged = nAveraged;
    for (const name of this.#weights.keys()) {
      const saved = state[name];
      if (saved instanceof tf.Tensor) this.#set(name, saved.clone());
    }
  }

  dispose(): void {
    for (const weight of this.#weights.values()) weight.dispose();
    this.#weights.clear();
  }

  #set(name: string, weight: tf.Tensor): void {
    const previous = this.#weights.get(name);
    this.#weights.set(name, tf.keep(weight));
    previous?.dispose();
  }
}

/** The mean of all updates. */
export function equalAverage(averaged: tf.Tensor, current: tf.Tensor, nAveraged: number): tf.Tensor {
  return tf.add(averaged, tf.div(tf.sub(current, averaged), nAveraged + 1));
}

/** Exponential moving average: the old average keeps the share `decay`. */
export function emaAverage(decay: number): AvgFn {
  return (averaged, current) => tf.add(tf.mul(averaged, decay), tf.mul(current, 1 - decay));
}
