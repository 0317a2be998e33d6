import { tf } from "../../backend/tf.js";
import { wrong } from "../argumentChecks.js";
import { Metric } from "../metric.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { product } from "../values.js";

/** What becomes of NaN: `"error"` throws, `"warn"` and `"ignore"` leave it out, `"disable"` does not look, a number stands in for it. */
export type NanStrategy = "error" | "warn" | "ignore" | "disable" | number;

export interface AggregatorOptions extends MetricOptions {
  /** Default "warn". */
  readonly nanStrategy?: NanStrategy;
}

/** A number, numbers, or a tensor of them. */
export type Numbers = tf.Tensor | number | readonly number[];

/** Values and what each of them weighs. */
export interface Weighted {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly shape: readonly number[];
}

/** Something about all numbers that were given (torchmetrics/aggregation.py). */
export abstract class Aggregator<V = number> extends Metric<V> {
  override readonly fullStateUpdate: boolean | null = false;
  private readonly nanStrategy: NanStrategy;

  constructor(options: AggregatorOptions = {}) {
    super(options);
    this.nanStrategy = completed(this.constructor.name, options, { nanStrategy: "warn" as NanStrategy }).nanStrategy;
    if (typeof this.nanStrategy !== "number" && !["error", "warn", "ignore", "disable"].includes(this.nanStrategy)) {
      throw wrong(this, "nanStrategy", this.nanStrategy, '"error", "warn", "ignore", "disable" or a number');
    }
  }

  /**
   * Reads what was given, and does with NaN what was asked for.
   *
   * @throws when a weight does not fit, or there is a NaN and that is an error.
   */
  protected read(value: Numbers, weight: Numbers = 1): Weighted {
    const { data, shape } = numbersOf(this, "value", value);
    const weights =
      this.nanStrategy === "disable" ? data.map(() => 1) : broadcast(numbersOf(this, "weight", weight), shape);
    if (this.nanStrategy === "disable" || !(hasNaN(data) || hasNaN(weights))) return { values: data, weights, shape };
    const missing = data.map((one, i) => Number(Number.isNaN(one) || Number.isNaN(weights[i])));
    if (this.nanStrategy === "error") {
      throw new Error(
        `${this.constructor.name} was given NaN. Set \`nanStrategy\` to "ignore" or to a number to go on without it.`,
      );
    }
    if (typeof this.nanStrategy === "number") {
      const stand = this.nanStrategy;
      return {
        values: data.map((one, i) => (missing[i] ? stand : one)),
        weights: weights.map((one, i) => (missing[i] ? 1 : one)),
        shape,
      };
    }
    if (this.nanStrategy === "warn") console.warn("Encountered `nan` values in tensor. Will be removed.");
    const values = data.filter((_, i) => !missing[i]);
    return { values, weights: weights.filter((_, i) => !missing[i]), shape: [values.length] };
  }
}

function hasNaN(values: Float64Array): boolean {
  for (const value of values) if (Number.isNaN(value)) return true;
  return false;
}

interface Read {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

function numbersOf({ constructor: { name: metric } }: object, name: string, given: Numbers): Read {
  if (typeof given === "number") return { data: Float64Array.of(Math.fround(given)), shape: [] };
  if (given instanceof tf.Tensor) return { data: Float64Array.from(given.dataSync()), shape: given.shape };
  if (Array.isArray(given)) return { data: Float64Array.from(given as number[], Math.fround), shape: [given.length] };
  throw new TypeError(
    `\`${name}\` of ${metric} must be a number, a list of numbers or a tensor; it is ${String(given)}.`,
  );
}

/** Weights in the shape of the values, repeated where a dimension is 1 or missing. */
function broadcast({ data, shape }: Read, wanted: readonly number[]): Float64Array {
  const padded = [...Array.from({ length: Math.max(0, wanted.length - shape.length) }, () => 1), ...shape];
  if (padded.length !== wanted.length || padded.some((size, d) => size !== 1 && size !== wanted[d])) {
    throw new RangeError(
      `\`weight\` of shape [${shape.join(", ")}] does not fit a \`value\` of shape [${wanted.join(", ")}].`,
    );
  }
  if (data.length === product(wanted)) return data;
  if (data.length === 1) return new Float64Array(product(wanted)).fill(data[0] as number);
  return Float64Array.from({ length: product(wanted) }, (_, i) => {
    let [rest, place, stride] = [i, 0, 1];
    for (let d = wanted.length - 1; d >= 0; d--) {
      const size = wanted[d] as number;
      if (padded[d] !== 1) place += (rest % size) * stride;
      rest = Math.floor(rest / size);
      stride *= padded[d] as number;
    }
    return data[place] as number;
  });
}
