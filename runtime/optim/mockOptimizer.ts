import { tf } from "../backend/tf.js";
import { Parameter } from "../nn/parameter.js";
import { Optimizer } from "./optimizer.js";

/** Stands in where `configureOptimizers` returned null: its steps are hooked and counted as any other's, and nothing moves. */
export class MockOptimizer extends Optimizer {
  constructor() {
    const zero = tf.zeros([1]);
    super([new Parameter(zero)], { lr: 0 });
    zero.dispose();
  }

  override dispose(): void {
    super.dispose();
    for (const parameter of this.parameters()) if (!parameter.isDisposed) parameter.dispose();
  }

  protected override initialSlots() {
    return {};
  }

  protected override update(value: tf.Tensor) {
    return { value, slots: {} };
  }
}
