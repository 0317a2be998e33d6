import type { tf } from "../../backend/tf.js";
import { Metric } from "../metric.js";
import { MetricCollection } from "../metricCollection.js";
import { completed } from "../metricOptions.js";
import { forward, WrapperMetric } from "./wrapperMetric.js";

type Wrapped<V> = Metric<V> | MetricCollection;

/** Changes predictions and targets before a metric sees them: subclass it (torchmetrics/wrappers/transformations.py). */
export class MetricInputTransformer<V = unknown> extends WrapperMetric<V> {
  constructor(readonly wrappedMetric: Wrapped<V>) {
    super();
    if (!(wrappedMetric instanceof Metric || wrappedMetric instanceof MetricCollection)) {
      throw new TypeError(
        `\`wrappedMetric\` of ${this.constructor.name} must be a Metric or a MetricCollection; it is ${typeof wrappedMetric}.`,
      );
    }
  }

  transformPred(pred: tf.Tensor): tf.Tensor {
    return pred;
  }

  transformTarget(target: tf.Tensor): tf.Tensor {
    return target;
  }

  override update(...batch: readonly unknown[]): void {
    this.wrappedMetric.update(...this.transformed(batch as readonly tf.Tensor[]));
  }

  override forward(...batch: readonly unknown[]): V {
    return this.remember(forward(this.wrappedMetric as Metric<V>, this.transformed(batch as readonly tf.Tensor[])));
  }

  override compute(): V {
    return this.wrappedMetric.compute() as V;
  }

  override reset(): void {
    super.reset();
    this.wrappedMetric.reset();
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    const { wrappedMetric } = this;
    return wrappedMetric instanceof Metric ? new Map([["wrappedMetric", wrappedMetric]]) : wrappedMetric.innerMetrics();
  }

  private transformed([pred, target, ...others]: readonly tf.Tensor[]): tf.Tensor[] {
    const changed = pred === undefined ? [] : [this.transformPred(pred)];
    return target === undefined ? changed : [...changed, this.transformTarget(target), ...others];
  }
}

/** Changes them by functions. */
export class LambdaInputTransformer<V = unknown> extends MetricInputTransformer<V> {
  constructor(
    wrappedMetric: Wrapped<V>,
    private readonly transforms: {
      readonly transformPred?: (pred: tf.Tensor) => tf.Tensor;
      readonly transformTarget?: (target: tf.Tensor) => tf.Tensor;
    } = {},
  ) {
    super(wrappedMetric);
    for (const [name, transform] of Object.entries(transforms)) {
      if (typeof transform !== "function") {
        throw new TypeError(`\`${name}\` of LambdaInputTransformer must be a function; it is ${typeof transform}.`);
      }
    }
  }

  override transformPred(pred: tf.Tensor): tf.Tensor {
    return this.transforms.transformPred?.(pred) ?? pred;
  }

  override transformTarget(target: tf.Tensor): tf.Tensor {
    return this.transforms.transformTarget?.(target) ?? target;
  }
}

/** Targets above a threshold as 1, the others as 0. */
export class BinaryTargetTransformer<V = unknown> extends MetricInputTransformer<V> {
  private readonly threshold: number;

  /** @param options.threshold default 0. */
  constructor(wrappedMetric: Wrapped<V>, options: { readonly threshold?: number } = {}) {
    super(wrappedMetric);
    const { threshold } = completed("BinaryTargetTransformer", options, { threshold: 0 });
    if (typeof threshold !== "number") {
      throw new TypeError(`\`threshold\` of BinaryTargetTransformer must be a number; it is ${typeof threshold}.`);
    }
    this.threshold = threshold;
  }

  override transformTarget(target: tf.Tensor): tf.Tensor {
    return target.greater(this.threshold).cast(target.dtype);
  }
}
