import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import { AVERAGING, type CurveAveraging, requireCurveAverage } from "./classCurves.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { CurvePoints } from "./curve.js";
import { macroCurve } from "./curveAverage.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

/** The error rate at which false positives and false negatives are alike (torchmetrics/functional/classification/eer.py). */
export class BinaryEER extends BinaryCurveMetric<number> {
  constructor(options: BinaryCurveOptions = {}) {
    super(options);
  }

  override compute(): number {
    return equalErrorRate(this.curve().roc());
  }
}

/** As BinaryEER: one for each class, or one of the averaged curve. */
export class MulticlassEER extends MulticlassCurveMetric<number | number[]> {
  constructor(options: MulticlassCurveOptions & CurveAveraging) {
    super(options, AVERAGING, options.average === "micro");
  }

  override compute(): number | number[] {
    const curves = this.curves().map((curve) => curve.roc());
    const { average } = this.options as CurveAveraging;
    if (average === "macro") return equalErrorRate(macroCurve(curves, true));
    return average === "micro" ? equalErrorRate(curves[0] as CurvePoints) : curves.map(equalErrorRate);
  }

  protected override check(): void {
    requireCurveAverage(this, this.options);
    super.check();
  }
}

/** As BinaryEER, for each label. */
export class MultilabelEER extends MultilabelCurveMetric<number[]> {
  override compute(): number[] {
    return this.curves().map((curve) => equalErrorRate(curve.roc()));
  }
}

/** torchmetrics.classification.EER: `new EER({ task, … })` makes one of the classes above. */
export const EER = taskMetric<never, ClassificationMetric>("EER", {
  classes: { binary: BinaryEER, multiclass: MulticlassEER, multilabel: MultilabelEER } as never,
  own: { ...CURVE_TASK_OPTIONS, multiclass: ["numClasses", "average"] },
}) as unknown as new <O extends CurveTaskOptions & CurveAveraging>(
  options: O,
) => ClassificationMetric<
  O extends { readonly task: "binary" } | { readonly average: "micro" | "macro" } ? number : number[]
>;
export type EER = ClassificationMetric<number | number[]>;

function equalErrorRate([fpr, tpr]: CurvePoints): number {
  let best = 0;
  for (let i = 0; i < fpr.length; i++) if (gap(i) < gap(best)) best = i;
  return ((fpr[best] as number) + (1 - (tpr[best] as number))) / 2;

  // In float32, as torchmetrics: of gaps that are alike the first is taken.
  function gap(i: number): number {
    return Math.abs(Math.fround(Math.fround(fpr[i] as number) - Math.fround(1 - Math.fround(tpr[i] as number))));
  }
}
