import { requireBetween } from "../argumentChecks.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { type ClassPoints, type PointValue, pointsOf, sensitivityAtSpecificity } from "./curvePoint.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Least {
  /** From 0 to 1. */
  readonly minSpecificity: number;
}

/** `[sensitivity, threshold]`: largest sensitivity where specificity is at least `minSpecificity` (torchmetrics/functional/classification/sensitivity_specificity.py). */
export class BinarySensitivityAtSpecificity extends BinaryCurveMetric<PointValue> {
  constructor(options: BinaryCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): PointValue {
    return sensitivityAtSpecificity(this.curve().roc(), leastOf(this.options));
  }

  protected override check(): void {
    requireBetween(this, "minSpecificity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinarySensitivityAtSpecificity: the values of all classes, and their thresholds. */
export class MulticlassSensitivityAtSpecificity extends MulticlassCurveMetric<ClassPoints> {
  constructor(options: MulticlassCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => sensitivityAtSpecificity(curve.roc(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minSpecificity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** As BinarySensitivityAtSpecificity: the values of all labels, and their thresholds. */
export class MultilabelSensitivityAtSpecificity extends MultilabelCurveMetric<ClassPoints> {
  constructor(options: MultilabelCurveOptions & Least) {
    super(options, NEEDED);
  }

  override compute(): ClassPoints {
    return pointsOf(this.curves().map((curve) => sensitivityAtSpecificity(curve.roc(), leastOf(this.options))));
  }

  protected override check(): void {
    requireBetween(this, "minSpecificity", leastOf(this.options), 0, 1);
    super.check();
  }
}

/** torchmetrics.SensitivityAtSpecificity: `new SensitivityAtSpecificity({ task, minSpecificity, … })` makes one of the classes above. */
export const SensitivityAtSpecificity = taskMetric<never, ClassificationMetric>("SensitivityAtSpecificity", {
  classes: {
    binary: BinarySensitivityAtSpecificity,
    multiclass: MulticlassSensitivityAtSpecificity,
    multilabel: MultilabelSensitivityAtSpecificity,
  } as never,
  own: CURVE_TASK_OPTIONS,
}) as unknown as new <O extends CurveTaskOptions & Least>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "binary" } ? PointValue : ClassPoints>;
export type SensitivityAtSpecificity = ClassificationMetric<PointValue | ClassPoints>;

const NEEDED = { minSpecificity: undefined };

function leastOf(options: object): number {
  return (options as Least).minSpecificity;
}
