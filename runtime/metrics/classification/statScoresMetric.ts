import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireOneOf } from "../argumentChecks.js";
import type { MetricOptions } from "../metricOptions.js";
import { type Values, valuesOf } from "../values.js";
import type { CountArray } from "./classCounts.js";
import { ClassificationMetric } from "./classificationMetric.js";
import { type ClassificationOptions, MULTIDIM_AVERAGES, type MultidimAverage } from "./classOptions.js";

export interface StatOptions extends ClassificationOptions, MetricOptions {
  /** Default "global". */
  readonly multidimAverage?: MultidimAverage;
  /** What 0 / 0 is: 0, the default, or 1. */
  readonly zeroDivision?: number;
}

/** One number, or one for each sample. */
export type BinaryScore<O> = O extends { readonly multidimAverage: "samplewise" } ? number[] : number;

/** One number, or one for each class; and all of it for each sample. */
export type ClassScore<O> = O extends { readonly average: "none" | null }
  ? O extends { readonly multidimAverage: "samplewise" }
    ? number[][]
    : number[]
  : BinaryScore<O>;

/** Counts of right and wrong answers over all batches, and a score computed from them. */
export abstract class StatScoresMetric<V> extends ClassificationMetric<V> {
  override readonly fullStateUpdate: boolean | null = false;
  /** Four counts a class; a list of such, one row for each sample, when they are kept apart. */
  protected counts: CountArray | CountArray[];
  protected readonly isSamplewise: boolean;

  constructor(options: MetricOptions, size: number, multidimAverage: MultidimAverage) {
    super(options);
    this.isSamplewise = multidimAverage === "samplewise";
    this.counts = this.isSamplewise
      ? this.addState<CountArray>("counts", [], { distReduceFx: "cat" })
      : this.addState("counts", new Float64Array(size * 4), { distReduceFx: "sum" });
  }

  protected take(counts: CountArray): void {
    if (Array.isArray(this.counts)) this.counts.push(counts);
    else for (let i = 0; i < counts.length; i++) this.counts[i] = (this.counts[i] as number) + (counts[i] as number);
  }

  /** All counts, one sample behind the other. */
  protected get allCounts(): CountArray {
    if (!Array.isArray(this.counts)) return this.counts;
    if (this.counts.length === 0) throw new RangeError(noSamples(this.constructor.name));
    return Float64Array.from(this.counts.flatMap((chunk) => [...chunk]));
  }

  /** The rows of a result, or the only one. */
  protected resultOf<T>(rows: readonly T[]): V {
    return (this.isSamplewise ? rows : rows[0]) as V;
  }
}

/** @internal */
export function noSamples(metric: string): string {
  return `${metric} has no samples to compute from. Call \`update\` first.`;
}

export const STAT_DEFAULTS = {
  multidimAverage: "global" as MultidimAverage,
  ignoreIndex: null as number | null,
  validateArgs: true,
  zeroDivision: 0,
};

export function checkStatOptions(metric: object, options: typeof STAT_DEFAULTS): void {
  requireOneOf(metric, "multidimAverage", options.multidimAverage, MULTIDIM_AVERAGES);
  requireIgnoreIndex(metric, options.ignoreIndex);
  requireOneOf(metric, "zeroDivision", options.zeroDivision, [0, 1]);
}

/** Reads a batch whose samples are counted; one without any is refused, as torch cannot shape it. */
export function countedBatchOf(metric: object, preds: tf.Tensor, target: tf.Tensor): [preds: Values, target: Values] {
  const batch = batchOf(metric, preds, target);
  if (batch[0].data.length > 0) return batch;
  throw new RangeError(
    `${metric.constructor.name} was given an empty batch: \`preds\` is [${preds.shape.join(", ")}]. Leave such batches out.`,
  );
}

/** Reads a batch. */
export function batchOf(
  { constructor: { name } }: object,
  preds: tf.Tensor,
  target: tf.Tensor,
): [preds: Values, target: Values] {
  return [valuesOf(name, "preds", preds), valuesOf(name, "target", target)];
}

/** Values of each sample need places to compute them from. */
export function requireRank({ constructor: { name: metric } }: object, { shape }: Values, rank: number): void {
  if (shape.length >= rank) return;
  throw new RangeError(
    `\`preds\` of ${metric} must have ${rank} dimensions or more when \`multidimAverage\` is "samplewise"; they are [${shape.join(", ")}].`,
  );
}
