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
import { CURVE_TASK_OPTIONS } from "./curveMetric.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric } from "./multilabelCurveMetric.js";
import type { CurveConstructor } from "./precisionRecallCurve.js";
import { taskMetric } from "./taskMetric.js";

/** `[falsePositiveRate, truePositiveRate, thresholds]` (torchmetrics/functional/classification/roc.py). */
export class BinaryROC extends BinaryCurveMetric<CurveLists> {
  constructor(options: BinaryCurveOptions = {}) {
    super(options);
  }

  override compute(): CurveLists {
    return listed(this.curve().roc());
  }
}

/** As BinaryROC, of each class. */
export class MulticlassROC extends MulticlassCurveMetric<ClassCurves | CurveLists> {
  constructor(options: MulticlassCurveOptions & CurveAveraging) {
    super(options, AVERAGING, options.average === "micro");
  }

  override compute(): ClassCurves | CurveLists {
    const curves = this.curves().map((curve) => curve.roc());
    return averagedCurves(curves, this.options, this.bins !== null, true);
  }

  protected override check(): void {
    requireCurveAverage(this, this.options);
    super.check();
  }
}

/** As BinaryROC, of each label. */
export class MultilabelROC extends MultilabelCurveMetric<ClassCurves> {
  override compute(): ClassCurves {
    return apart(
      this.curves().map((curve) => curve.roc()),
      this.bins !== null,
    );
  }
}

/** torchmetrics.ROC: `new ROC({ task, … })` makes one of the classes above. */
export const ROC = taskMetric<never, ClassificationMetric>("ROC", {
  classes: { binary: BinaryROC, multiclass: MulticlassROC, multilabel: MultilabelROC } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as CurveConstructor;
export type ROC = ClassificationMetric<ClassCurves | CurveLists>;
