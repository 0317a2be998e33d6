import { requireBetween } from "../argumentChecks.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { type ClassPoints, type PointValue, pointsOf, precisionAtRecall } from "./curvePoint.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Least {
  /** From 0 to 1. */
  readonly minRecall: number;
}

/** `[precision, threshold]`: largest precision where recall is at least `minRecall` (torchmetrics/functional/classification/precision_fixed_recall.py). */
export class BinaryPrecisionAtFixedRecall extends BinaryCurveMetric<PointValue> {
  constructor(options: BinaryCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): PointValue {
    return precisionAtRecall(this.curve().precisionRecall(), leastOf(this.options));
  }

  protected override check(): void {
    requireBetween(this, "minRecall", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinaryPrecisionAtFixedRecall: the values of all classes, and their thresholds. */
export class MulticlassPrecisionAtFixedRecall extends MulticlassCurveMetric<ClassPoints> {
  constructor(options: MulticlassCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => precisionAtRecall(curve.precisionRecall(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minRecall", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinaryPrecisionAtFixedRecall: the values of all labels, and their thresholds. */
export class MultilabelPrecisionAtFixedRecall extends MultilabelCurveMetric<ClassPoints> {
  constructor(options: MultilabelCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => precisionAtRecall(curve.precisionRecall(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minRecall", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** torchmetrics.PrecisionAtFixedRecall: `new PrecisionAtFixedRecall({ task, minRecall, … })` makes one of the classes above. */
export const PrecisionAtFixedRecall = taskMetric<never, ClassificationMetric>("PrecisionAtFixedRecall", {
  classes: {
    binary: BinaryPrecisionAtFixedRecall,
    multiclass: MulticlassPrecisionAtFixedRecall,
    multilabel: MultilabelPrecisionAtFixedRecall,
  } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as new <O extends CurveTaskOptions & Least>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "binary" } ? PointValue : ClassPoints>;
export type PrecisionAtFixedRecall = ClassificationMetric<PointValue | ClassPoints>;

const NEEDED = { minRecall: undefined };

function leastOf(options: object): number {
  return (options as Least).minRecall;
}
