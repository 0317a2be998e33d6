import type { MetricOptions } from "../metricOptions.js";
import { concatenated } from "../values.js";
import { ClassificationMetric } from "./classificationMetric.js";
import type { ClassificationOptions } from "./classOptions.js";
import { type Curve, ExactCurve } from "./curve.js";
import { noSamples } from "./statScoresMetric.js";
import { ThresholdBins, type Thresholds } from "./thresholdBins.js";

export interface CurveOptions extends ClassificationOptions, MetricOptions {
  /** Default null, which is exact and keeps every score; a number or a list takes memory for so many only. */
  readonly thresholds?: Thresholds;
}

/** Something that is computed from the scores at every threshold. */
export abstract class CurveMetric<V> extends ClassificationMetric<V> {
  override readonly fullStateUpdate: boolean | null = false;
  /** Every score and its answer, when no thresholds were chosen. */
  protected scores: Float32Array[] | null = null;
  protected targets: Float32Array[] | null = null;
  /** How many scores lie between the thresholds that were chosen. */
  protected histogram: Float64Array | null = null;
  protected readonly bins: ThresholdBins | null;

  constructor(options: CurveOptions, thresholds: Thresholds, classes: number) {
    super(options);
    this.bins = thresholds === null ? null : new ThresholdBins(thresholds);
    if (this.bins === null) {
      this.scores = this.addState<Float32Array>("scores", [], { distReduceFx: "cat" });
      this.targets = this.addState<Float32Array>("targets", [], { distReduceFx: "cat" });
    } else {
      this.histogram = this.addState("histogram", new Float64Array(this.bins.sizeFor(classes)), {
        distReduceFx: "sum",
      });
    }
  }

  protected keep(scores: Float32Array, targets: Float32Array): void {
    this.scores?.push(scores);
    this.targets?.push(targets);
  }

  /** Everything that was kept. */
  protected all(): { scores: Float32Array; targets: Float32Array } {
    const { scores, targets } = this;
    if (scores === null || targets === null || scores.length === 0)
      throw new RangeError(noSamples(this.constructor.name));
    return { scores: concatenated(scores), targets: concatenated(targets) };
  }
}

/** Options that only some of the tasks of these metrics have. */
export const CURVE_TASK_OPTIONS = { binary: [], multiclass: ["numClasses"], multilabel: ["numLabels"] } as const;

export interface CurveTaskOptions extends CurveOptions {
  readonly task: "binary" | "multiclass" | "multilabel";
  readonly numClasses?: number;
  readonly numLabels?: number;
}

/** Defaults of the options that all of these metrics have. */
export const CURVE_DEFAULTS = {
  thresholds: null as Thresholds,
  ignoreIndex: null as number | null,
  validateArgs: true,
};

/** How the question was answered whether a target is `label`. */
export function curveOf(scores: Float32Array, targets: Float32Array, label: number): Curve {
  // torchmetrics looks for zeros, whichever the class.
  const isEmpty = targets.every((target) => target === 0);
  return new ExactCurve(scores, (i) => targets[i] === label, isEmpty);
}

/** One class's scores of `[samples, width]`. */
export function column(rows: Float32Array, place: number, width: number): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, row) => rows[row * width + place] as number);
}
