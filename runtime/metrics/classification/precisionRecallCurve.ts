import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import {
  AVERAGING,
  apart,
  averagedCurves,
  type ClassCurves,
  type CurveAveraging,
  type CurveLists,
  listed,
  requireCurveAverage,
} from "./classCurves.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

/** `[precision, recall, thresholds]` (torchmetrics/functional/classification/precision_recall_curve.py). */
export class BinaryPrecisionRecallCurve extends BinaryCurveMetric<CurveLists> {
  constructor(options: BinaryCurveOptions = {}) {
    super(options);
  }

  override compute(): CurveLists {
    return listed(this.curve().precisionRecall());
  }
}

/** As BinaryPrecisionRecallCurve, of each class. */
export class MulticlassPrecisionRecallCurve extends MulticlassCurveMetric<ClassCurves | CurveLists> {
  constructor(options: MulticlassCurveOptions & CurveAveraging) {
    super(options, AVERAGING, options.average === "micro");
  }

  override compute(): ClassCurves | CurveLists {
    const curves = this.curves().map((curve) => curve.precisionRecall());
    return averagedCurves(curves, this.options, this.bins !== null, false);
  }

  protected override check(): void {
    requireCurveAverage(this, this.options);
    super.check();
  }
}

/** As BinaryPrecisionRecallCurve, of each label. */
export class MultilabelPrecisionRecallCurve extends MultilabelCurveMetric<ClassCurves> {
  override compute(): ClassCurves {
    return apart(
      this.curves().map((curve) => curve.precisionRecall()),
      this.bins !== null,
    );
  }
}

/** torchmetrics.PrecisionRecallCurve: `new PrecisionRecallCurve({ task, … })` makes one of the classes above. */
export const PrecisionRecallCurve = taskMetric<never, ClassificationMetric>("PrecisionRecallCurve", {
  classes: {
    binary: BinaryPrecisionRecallCurve,
    multiclass: MulticlassPrecisionRecallCurve,
    multilabel: MultilabelPrecisionRecallCurve,
  } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as CurveConstructor;
export type PrecisionRecallCurve = ClassificationMetric<ClassCurves | CurveLists>;

/** Curves by task. */
export type CurveConstructor = new <O extends CurveTaskOptions & CurveAveraging>(
  options: O,
) => ClassificationMetric<
  O extends { readonly task: "binary" } | { readonly average: "micro" | "macro" } ? CurveLists : ClassCurves
>;
