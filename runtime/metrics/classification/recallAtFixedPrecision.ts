import { requireBetween } from "../argumentChecks.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { type ClassPoints, type PointValue, pointsOf, recallAtPrecision } from "./curvePoint.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Least {
  /** From 0 to 1. */
  readonly minPrecision: number;
}

/** `[recall, threshold]`: largest recall where precision is at least `minPrecision` (torchmetrics/functional/classification/recall_fixed_precision.py). */
export class BinaryRecallAtFixedPrecision extends BinaryCurveMetric<PointValue> {
  constructor(options: BinaryCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): PointValue {
    return recallAtPrecision(this.curve().precisionRecall(), leastOf(this.options));
  }

  protected override check(): void {
    requireBetween(this, "minPrecision", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinaryRecallAtFixedPrecision: the values of all classes, and their thresholds. */
export class MulticlassRecallAtFixedPrecision extends MulticlassCurveMetric<ClassPoints> {
  constructor(options: MulticlassCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => recallAtPrecision(curve.precisionRecall(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minPrecision", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinaryRecallAtFixedPrecision: the values of all labels, and their thresholds. */
export class MultilabelRecallAtFixedPrecision extends MultilabelCurveMetric<ClassPoints> {
  constructor(options: MultilabelCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => recallAtPrecision(curve.precisionRecall(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minPrecision", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** torchmetrics.RecallAtFixedPrecision: `new RecallAtFixedPrecision({ task, minPrecision, … })` makes one of the classes above. */
export const RecallAtFixedPrecision = taskMetric<never, ClassificationMetric>("RecallAtFixedPrecision", {
  classes: {
    binary: BinaryRecallAtFixedPrecision,
    multiclass: MulticlassRecallAtFixedPrecision,
    multilabel: MultilabelRecallAtFixedPrecision,
  } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as new <O extends CurveTaskOptions & Least>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "binary" } ? PointValue : ClassPoints>;
export type RecallAtFixedPrecision = ClassificationMetric<PointValue | ClassPoints>;

const NEEDED = { minPrecision: undefined };

function leastOf(options: object): number {
  return (options as Least).minPrecision;
}
