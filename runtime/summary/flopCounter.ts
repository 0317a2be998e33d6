import { tf } from "../backend/tf.js";
import type { Module } from "../nn/module.js";
import { isCounted, kernelFlops, type Shaped } from "./kernelFlops.js";

/**
 * Counts floating-point operations by watching which kernels run, for every module that is running then and in all. A module is known by
 * one path, as in torch's ModuleTracker: what is shared counts under the path at which the tree has it last.
 */
export class FlopCounter {
  #total = 0;
  /** Inside what is not counted, or is counted already: of kernels that are composed of others the outermost counts. */
  #isInside = false;
  readonly #counts = new Map<string, number>();
  readonly #running = new Set<string>();
  readonly #paths = new Map<Module, string>();

  constructor(root: Module) {
    this.#name(root, "", new Set());
  }

  get total(): number {
    return this.#total;
  }

  /** False inside what is not counted. */
  get isCounting(): boolean {
    return !this.#isInside;
  }

  /** What ran below the module at a path. */
  at(path: string): number {
    return this.#counts.get(path) ?? 0;
  }

  /** Adds operations to those of the modules that are running. */
  add(flops: number): void {
    this.#total += flops;
    for (const path of this.#running) this.#counts.set(path, this.at(path) + flops);
  }

  /** Runs `work` and counts its kernels. */
  watch<T>(work: () => T): T {
    const engine = tf.engine() as unknown as WatchedEngine;
    const runKernel = engine.runKernel;
    engine.runKernel = (name, inputs, attrs) => {
      if (this.#isInside || !isCounted(name)) return runKernel.call(engine, name, inputs, attrs);
      const output = this.uncounted(() => runKernel.call(engine, name, inputs, attrs));
      this.add(kernelFlops({ name, inputs, attrs: attrs ?? {}, output: output as Shaped }));
      return output;
    };
    try {
      return work();
    } finally {
      Reflect.deleteProperty(engine, "runKernel");
    }
  }

  /** Runs a module's `forward`: what it computes is its own. */
  within<T>(module: Module, forward: () => T): T {
    const path = this.#paths.get(module) ?? "";
    this.#running.add(path);
    try {
      return forward();
    } finally {
      this.#running.delete(path);
    }
  }

  /** Runs what is not counted. */
  uncounted<T>(work: () => T): T {
    const before = this.#isInside;
    this.#isInside = true;
    try {
      return work();
    } finally {
      this.#isInside = before;
    }
  }

  #name(module: Module, path: string, seen: Set<Module>): void {
    this.#paths.set(module, path);
    if (seen.has(module)) return;
    seen.add(module);
    for (const [name, child] of module.namedChildren()) this.#name(child, path === "" ? name : `${path}.${name}`, seen);
  }
}

/** The door through which tfjs's operations call kernels (tfjs-core 4.22, `engine.ts`). */
interface WatchedEngine {
  runKernel(
    this: unknown,
    name: string,
    inputs: Readonly<Record<string, Shaped | undefined>>,
    attrs?: Readonly<Record<string, unknown>>,
  ): unknown;
}
