import { tf } from "../../backend/tf.js";
import { requireWhole } from "../argumentChecks.js";
import type { Metric } from "../metric.js";
import { completed } from "../metricOptions.js";
import { product } from "../values.js";
import { forward, requireMetric, WrapperMetric } from "./wrapperMetric.js";

export interface MultioutputOptions {
  readonly numOutputs: number;
  /** The dimension along which the outputs lie; default -1. */
  readonly outputDim?: number;
  /** Leaves samples out that have a NaN in the output; default true. */
  readonly removeNans?: boolean;
  /** Takes the dimension of the outputs away; default true. */
  readonly squeezeOutputs?: boolean;
}

/** A metric of its own for each output (torchmetrics/wrappers/multioutput.py). */
export class MultioutputWrapper<V = number> extends WrapperMetric<V[]> {
  readonly metrics: readonly Metric<V>[];
  private readonly options;

  constructor(baseMetric: Metric<V>, options: MultioutputOptions) {
    super();
    requireMetric("MultioutputWrapper", "baseMetric", baseMetric);
    this.options = completed("MultioutputWrapper", options, {
      numOutputs: undefined as unknown as number,
      outputDim: -1,
      removeNans: true,
      squeezeOutputs: true,
    });
    requireWhole(this, "numOutputs", this.options.numOutputs, 1);
    this.metrics = Array.from({ length: this.options.numOutputs }, () => baseMetric.clone());
  }

  override update(...batch: readonly unknown[]): void {
    this.each(batch as readonly tf.Tensor[], (metric, own) => metric.update(...own));
  }

  override forward(...batch: readonly unknown[]): V[] {
    return this.remember(this.each(batch as readonly tf.Tensor[], (metric, own) => forward(metric, own)));
  }

  override compute(): V[] {
    return this.metrics.map((metric) => metric.compute());
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map(this.metrics.map((metric, i) => [String(i), metric]));
  }

  /** Calls something for each output with its part of the batch. */
  private each<T>(batch: readonly tf.Tensor[], call: (metric: Metric<V>, own: readonly tf.Tensor[]) => T): T[] {
    return this.metrics.map((metric, i) => {
      const own = tf.tidy(() => this.outputOf(batch, i));
      try {
        return call(metric, own);
      } finally {
        tf.dispose(own);
      }
    });
  }

  private outputOf(batch: readonly tf.Tensor[], output: number): tf.Tensor[] {
    const { outputDim, removeNans, squeezeOutputs } = this.options;
    let own = batch.map((tensor) => {
      const axis = outputDim < 0 ? tensor.rank + outputDim : outputDim;
      return tf.gather(tensor, tf.tensor1d([output], "int32"), axis);
    });
    if (removeNans) own = withoutNans(own);
    if (!squeezeOutputs) return own;
    return own.map((tensor) => tensor.squeeze([outputDim < 0 ? tensor.rank + outputDim : outputDim]));
  }
}

/** The samples that have no NaN in any of the tensors. */
function withoutNans(tensors: readonly tf.Tensor[]): tf.Tensor[] {
  const [first] = tensors;
  if (first === undefined) return [];
  const rows = first.shape[0] ?? 0;
  const bad = new Set<number>();
  for (const tensor of tensors) {
    const width = product(tensor.shape.slice(1));
    for (const [i, value] of tensor.dataSync().entries()) if (Number.isNaN(value)) bad.add(Math.floor(i / width));
  }
  if (bad.size === 0) return [...tensors];
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => !bad.has(row));
  return tensors.map((tensor) => tf.gather(tensor, tf.tensor1d(kept, "int32")));
}
