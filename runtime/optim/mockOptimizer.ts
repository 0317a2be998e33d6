import { tf } from "../backend/tf.js";
import { Parameter } from "../nn/parameter.js";
import { Optimizer, type OptimizerOptions } from "./optimizer.js";

const DEFAULTS: OptimizerOptions = { lr: 0 };

/** Stands in where `configureOptimizers` returned null: its steps are hooked and counted as any other's, and nothing moves. */
export class MockOptimizer extends Optimizer {
  constructor() {
    const zero = tf.zeros([1]);
    super([new Parameter(zero)], DEFAULTS, {});
    zero.dispose();
  }

  override dispose(): void {
    super.dispose();
    for (const parameter of this.parameters()) if (!parameter.isDisposed) parameter.dispose();
  }

  protected override takeStep<T>(closure: (() => T) | undefined): T | undefined {
    return closure?.();
  }

  protected override check(): void {}
}
