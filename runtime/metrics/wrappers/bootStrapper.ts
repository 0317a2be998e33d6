import { tf } from "../../backend/tf.js";
import { requireOneOf } from "../argumentChecks.js";
import { mean } from "../arithmetic.js";
import type { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { requireMetric, WrapperMetric } from "./wrapperMetric.js";

export interface BootStrapOptions extends MetricOptions {
  /** Copies of the metric, each of which sees samples of its own; default 10. */
  readonly numBootstraps?: number;
  /** Gives the mean of their values; default true. */
  readonly mean?: boolean;
  /** Gives their standard deviation; default true. */
  readonly std?: boolean;
  /** Gives the value below which such a share of them is, from 0 to 1; default null: not. */
  readonly quantile?: number | null;
  /** Gives all of them; default false. */
  readonly raw?: boolean;
  /** Default "poisson". */
  readonly samplingStrategy?: "poisson" | "multinomial";
}

export interface BootStrapValue {
  mean?: number;
  std?: number;
  quantile?: number;
  raw?: number[];
}

/** How sure a metric's value is, from copies that see each batch resampled with replacement (torchmetrics/wrappers/bootstrapping.py). */
export class BootStrapper extends WrapperMetric<BootStrapValue> {
  override readonly fullStateUpdate: boolean | null = true;
  readonly metrics: readonly Metric[];
  private readonly options;

  constructor(baseMetric: Metric, options: BootStrapOptions = {}) {
    super(options);
    requireMetric("BootStrapper", "baseMetric", baseMetric);
    this.options = completed("BootStrapper", options, {
      ...{ numBootstraps: 10, mean: true, std: true, quantile: null as number | null, raw: false },
      samplingStrategy: "poisson",
    });
    requireOneOf(this, "samplingStrategy", this.options.samplingStrategy, ["poisson", "multinomial"]);
    this.metrics = Array.from({ length: this.options.numBootstraps }, () => baseMetric.clone());
  }

  override update(...given: readonly unknown[]): void {
    const batch = given as readonly tf.Tensor[];
    const size = batch[0]?.shape[0];
    if (size === undefined) {
      throw new RangeError("BootStrapper needs tensors to draw samples from; `update` was given none.");
    }
    for (const metric of this.metrics) {
      const drawn = this.options.samplingStrategy === "poisson" ? poissonSample(size) : multinomialSample(size);
      if (drawn.length === 0) continue;
      tf.tidy(() => {
        const places = tf.tensor1d(drawn, "int32");
        metric.update(...batch.map((tensor) => tf.gather(tensor, places)));
      });
    }
  }

  override compute(): BootStrapValue {
    const values = this.metrics.map((metric) => metric.compute());
    const { quantile } = this.options;
    const value: BootStrapValue = {};
    if (this.options.mean) value.mean = mean(values);
    if (this.options.std) value.std = deviation(values);
    if (quantile !== null) value.quantile = quantileOf(values, quantile);
    if (this.options.raw) value.raw = values;
    return value;
  }

  override innerMetrics(): ReadonlyMap<string, Metric<unknown>> {
    return new Map(this.metrics.map((metric, i) => [String(i), metric]));
  }
}

/** Each place as often as a Poisson variable of mean 1 says. */
function poissonSample(size: number): number[] {
  return Array.from({ length: size }, (_, i) => i).flatMap((i) => Array.from({ length: poisson() }, () => i));
}

function poisson(): number {
  let count = 0;
  for (let left = Math.random(); left > Math.exp(-1); left *= Math.random()) count++;
  return count;
}

function multinomialSample(size: number): number[] {
  return Array.from({ length: size }, () => Math.floor(Math.random() * size));
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((total, value) => total + (value - middle) ** 2, 0) / (values.length - 1));
}

function quantileOf(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] as number, sorted[Math.ceil(place)] as number];
  return low + (high - low) * (place - Math.floor(place));
}
