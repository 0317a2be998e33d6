import { requireOneOf } from "../argumentChecks.js";
import type { AUROCOptions, MulticlassAUROCOptions, MultilabelAUROCOptions } from "./auroc.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { CurvePoints } from "./curve.js";
import { type AreaValue, averagedArea } from "./curveAverage.js";
import { CURVE_TASK_OPTIONS } from "./curveMetric.js";
import { MulticlassCurveMetric } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

export type MulticlassAveragePrecisionOptions = MulticlassAUROCOptions;
export type MultilabelAveragePrecisionOptions = MultilabelAUROCOptions;

/** Precision averaged over the steps of recall (torchmetrics/functional/classification/average_precision.py). */
export class BinaryAveragePrecision extends BinaryCurveMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryCurveOptions = {}) {
    super(options);
  }

  override compute(): number {
    return steps(withZeros(this.curve().precisionRecall()));
  }
}

/** As BinaryAveragePrecision, over classes. */
export class MulticlassAveragePrecision<
  O extends MulticlassAveragePrecisionOptions = MulticlassAveragePrecisionOptions,
> extends MulticlassCurveMetric<AreaValue<O>> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, { average: "macro" });
  }

  override compute(): AreaValue<O> {
    const curves = this.curves().map((curve) => curve.precisionRecall());
    const areas = (this.bins === null ? curves : curves.map(withZeros)).map(steps);
    return averagedArea(areas, averageOf(this.options), () => this.supports()) as AreaValue<O>;
  }

  protected override check(): void {
    requireOneOf(this, "average", averageOf(this.options), ["macro", "weighted", "none", null]);
    super.check();
  }
}

/** As BinaryAveragePrecision, over labels. */
export class MultilabelAveragePrecision<
  O extends MultilabelAveragePrecisionOptions = MultilabelAveragePrecisionOptions,
> extends MultilabelCurveMetric<AreaValue<O>> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, { average: "macro" });
  }

  override compute(): AreaValue<O> {
    const average = averageOf(this.options);
    if (average === "micro") return steps(withZeros(this.microCurve().precisionRecall())) as AreaValue<O>;
    const curves = this.curves().map((curve) => curve.precisionRecall());
    const areas = (this.bins === null ? curves : curves.map(withZeros)).map(steps);
    return averagedArea(areas, average, () => this.supports()) as AreaValue<O>;
  }

  protected override check(): void {
    requireOneOf(this, "average", averageOf(this.options), ["micro", "macro", "weighted", "none", null]);
    super.check();
  }
}

/** torchmetrics.AveragePrecision: `new AveragePrecision({ task, … })` makes one of the classes above. */
export const AveragePrecision = taskMetric<never, ClassificationMetric>("AveragePrecision", {
  classes: {
    binary: BinaryAveragePrecision,
    multiclass: MulticlassAveragePrecision,
    multilabel: MultilabelAveragePrecision,
  },
  own: {
    binary: [],
    multiclass: [...CURVE_TASK_OPTIONS.multiclass, "average"],
    multilabel: [...CURVE_TASK_OPTIONS.multilabel, "average"],
  },
}) as new <O extends Omit<AUROCOptions, "maxFpr">>(
  options: O,
) => ClassificationMetric<AreaValue<O>>;
export type AveragePrecision = ClassificationMetric;

/** The sum over the steps of recall, each times its precision. */
function steps([precision, recall]: CurvePoints): number {
  let total = 0;
  for (let i = 0; i + 1 < recall.length; i++) {
    total -= ((recall[i + 1] as number) - (recall[i] as number)) * (precision[i] as number);
  }
  return total;
}

/** Where nothing was predicted, or nothing is there, it counts as 0. */
function withZeros([precision, recall, thresholds]: CurvePoints): CurvePoints {
  const known = (value: number) => (Number.isNaN(value) ? 0 : value);
  return [precision.map(known), recall.map(known), thresholds];
}

function averageOf(options: object): unknown {
  return (options as { average?: unknown }).average;
}
