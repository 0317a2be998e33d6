import { requireOneOf } from "../argumentChecks.js";
import { area, areaUpTo, requireMaxFpr } from "./areaUnderCurve.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { CurvePoints } from "./curve.js";
import { type AreaValue, averagedArea, type CurveAverage } from "./curveAverage.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

export interface BinaryAUROCOptions extends BinaryCurveOptions {
  /** Only the part of the curve up to this false positive rate, from 0 to 1, scaled to 0.5 for chance; default null: all of it. */
  readonly maxFpr?: number | null;
}

export interface MulticlassAUROCOptions extends MulticlassCurveOptions {
  /** Default "macro". */
  readonly average?: CurveAverage;
}

export interface MultilabelAUROCOptions extends MultilabelCurveOptions {
  /** Default "macro". */
  readonly average?: CurveAverage | "micro";
}

/** Area under the ROC curve (torchmetrics/functional/classification/auroc.py). */
export class BinaryAUROC extends BinaryCurveMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryAUROCOptions = {}) {
    super(options, { maxFpr: null });
  }

  /** Batches are not checked: torchmetrics takes float targets here, and so do programs that use them for a loss as well. */
  protected override checkBatch(): void {}

  override compute(): number {
    const { maxFpr } = this.options as { maxFpr?: number | null };
    return areaUpTo(this.curve().roc(), maxFpr ?? null);
  }

  protected override check(): void {
    requireMaxFpr(this, (this.options as { maxFpr?: unknown }).maxFpr);
    super.check();
  }
}

/** As BinaryAUROC, over classes. */
export class MulticlassAUROC<O extends MulticlassAUROCOptions = MulticlassAUROCOptions> extends MulticlassCurveMetric<
  AreaValue<O>
> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, { average: "macro" });
  }

  override compute(): AreaValue<O> {
    const areas = this.curves().map((curve) => areaOf(curve.roc()));
    return averagedArea(areas, averageOf(this.options), () => this.supports()) as AreaValue<O>;
  }

  protected override check(): void {
    requireOneOf(this, "average", averageOf(this.options), ["macro", "weighted", "none", null]);
    super.check();
  }
}

/** As BinaryAUROC, over labels. */
export class MultilabelAUROC<O extends MultilabelAUROCOptions = MultilabelAUROCOptions> extends MultilabelCurveMetric<
  AreaValue<O>
> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, { average: "macro" });
  }

  override compute(): AreaValue<O> {
    const average = averageOf(this.options);
    if (average === "micro") return areaOf(this.microCurve().roc()) as AreaValue<O>;
    const areas = this.curves().map((curve) => areaOf(curve.roc()));
    return averagedArea(areas, average, () => this.supports()) as AreaValue<O>;
  }

  protected override check(): void {
    requireOneOf(this, "average", averageOf(this.options), ["micro", "macro", "weighted", "none", null]);
    super.check();
  }
}

export interface AUROCOptions extends CurveTaskOptions {
  readonly average?: CurveAverage | "micro";
  readonly maxFpr?: number | null;
}

/** torchmetrics.AUROC: `new AUROC({ task, … })` makes one of the classes above. */
export const AUROC = taskMetric<never, ClassificationMetric>("AUROC", {
  classes: { binary: BinaryAUROC, multiclass: MulticlassAUROC, multilabel: MultilabelAUROC },
  own: {
    binary: ["maxFpr"],
    multiclass: [...CURVE_TASK_OPTIONS.multiclass, "average"],
    multilabel: [...CURVE_TASK_OPTIONS.multilabel, "average"],
  },
}) as new <O extends AUROCOptions>(
  options: O,
) => ClassificationMetric<AreaValue<O>>;
export type AUROC = ClassificationMetric;

function areaOf([fpr, tpr]: CurvePoints): number {
  return area(fpr, tpr);
}

function averageOf(options: object): unknown {
  return (options as { average?: unknown }).average;
}
