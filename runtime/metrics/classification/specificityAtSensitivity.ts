import { requireBetween } from "../argumentChecks.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { type ClassPoints, type PointValue, pointsOf, specificityAtSensitivity } from "./curvePoint.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Least {
  /** From 0 to 1. */
  readonly minSensitivity: number;
}

/** `[specificity, threshold]`: largest specificity where sensitivity is at least `minSensitivity` (torchmetrics/functional/classification/specificity_sensitivity.py). */
export class BinarySpecificityAtSensitivity extends BinaryCurveMetric<PointValue> {
  constructor(options: BinaryCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): PointValue {
    return specificityAtSensitivity(this.curve().roc(), leastOf(this.options));
  }

  protected override check(): void {
    requireBetween(this, "minSensitivity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinarySpecificityAtSensitivity: the values of all classes, and their thresholds. */
export class MulticlassSpecificityAtSensitivity extends MulticlassCurveMetric<ClassPoints> {
  constructor(options: MulticlassCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => specificityAtSensitivity(curve.roc(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minSensitivity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinarySpecificityAtSensitivity: the values of all labels, and their thresholds. */
export class MultilabelSpecificityAtSensitivity extends MultilabelCurveMetric<ClassPoints> {
  constructor(options: MultilabelCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => specificityAtSensitivity(curve.roc(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minSensitivity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** torchmetrics.SpecificityAtSensitivity: `new SpecificityAtSensitivity({ task, minSensitivity, … })` makes one of the classes above. */
export const SpecificityAtSensitivity = taskMetric<never, ClassificationMetric>("SpecificityAtSensitivity", {
  classes: {
    binary: BinarySpecificityAtSensitivity,
    multiclass: MulticlassSpecificityAtSensitivity,
    multilabel: MultilabelSpecificityAtSensitivity,
  } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as new <O extends CurveTaskOptions & Least>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "binary" } ? PointValue : ClassPoints>;
export type SpecificityAtSensitivity = ClassificationMetric<PointValue | ClassPoints>;

const NEEDED = { minSensitivity: undefined };

function leastOf(options: object): number {
  return (options as Least).minSensitivity;
}
