import { type Named, wrong } from "../argumentChecks.js";
import { mean } from "../arithmetic.js";
import { argsort } from "../torchOrder.js";
import { area } from "./areaUnderCurve.js";
import { BinaryCurveMetric, type BinaryCurveOptions } from "./binaryCurveMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import type { CurvePoints } from "./curve.js";
import { CURVE_TASK_OPTIONS, type CurveTaskOptions } from "./curveMetric.js";
import { MulticlassCurveMetric, type MulticlassCurveOptions } from "./multiclassCurveMetric.js";
import { MultilabelCurveMetric, type MultilabelCurveOptions } from "./multilabelCurveMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Range {
  /** The false positive rates between which it is measured; default [0.001, 0.1]. */
  readonly fprRange?: readonly [number, number];
}

interface Averaged extends Range {
  /** Default null: one for each class. */
  readonly average?: "macro" | "none" | null;
}

/** Area under the ROC curve over the logarithm of the false positive rate (torchmetrics/functional/classification/logauc.py). */
export class BinaryLogAUC extends BinaryCurveMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryCurveOptions & Range = {}) {
    super(options, { ...RANGE, validateArgs: false });
  }

  override compute(): number {
    return logArea(this.curve().roc(), rangeOf(this.options));
  }

  protected override check(): void {
    checkRange(this, this.options);
    super.check();
  }
}

/** As BinaryLogAUC, of classes. */
export class MulticlassLogAUC extends MulticlassCurveMetric<number | number[]> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: MulticlassCurveOptions & Averaged) {
    super(options, { ...RANGE, average: null });
  }

  override compute(): number | number[] {
    return averagedLogArea(
      this.curves().map((curve) => curve.roc()),
      this.options,
    );
  }

  protected override check(): void {
    checkRange(this, this.options);
    super.check();
  }
}

/** As BinaryLogAUC, of labels. */
export class MultilabelLogAUC extends MultilabelCurveMetric<number | number[]> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: MultilabelCurveOptions & Averaged) {
    super(options, { ...RANGE, average: null });
  }

  override compute(): number | number[] {
    return averagedLogArea(
      this.curves().map((curve) => curve.roc()),
      this.options,
    );
  }

  protected override check(): void {
    checkRange(this, this.options);
    super.check();
  }
}

/** torchmetrics.LogAUC: `new LogAUC({ task, … })` makes one of the classes above. */
export const LogAUC = taskMetric<never, ClassificationMetric>("LogAUC", {
  classes: { binary: BinaryLogAUC, multiclass: MulticlassLogAUC, multilabel: MultilabelLogAUC } as never,
  own: CURVE_TASK_OPTIONS,
  defaults: { validateArgs: true },
}) as unknown as new <O extends CurveTaskOptions & Averaged>(
  options: O,
) => ClassificationMetric<O extends { readonly task: "binary" } | { readonly average: "macro" } ? number : number[]>;
export type LogAUC = ClassificationMetric<number | number[]>;

const RANGE = { fprRange: [0.001, 0.1] as readonly [number, number] };

function rangeOf(options: object): readonly [number, number] {
  return (options as typeof RANGE).fprRange;
}

function checkRange(metric: Named, options: object): void {
  const range: unknown = rangeOf(options);
  const [least, most] = Array.isArray(range) ? (range as number[]) : [];
  if (least === undefined || most === undefined || !(0 <= least && least < most && most <= 1)) {
    throw wrong(metric, "fprRange", range, "two rising numbers from 0 to 1");
  }
}

function averagedLogArea(curves: readonly CurvePoints[], options: object): number | number[] {
  const scores = curves.map((curve) => logArea(curve, rangeOf(options)));
  const { average } = options as Averaged;
  const known = scores.filter((score) => !Number.isNaN(score));
  if (known.length < scores.length) {
    console.warn(
      `LogAUC score for one or more classes/labels was \`nan\`. Ignoring these classes in ${average}-average.`,
    );
  }
  if (average === "macro") return mean(known);
  if (average === null || average === "none") return scores;
  throw new RangeError(`\`average\` of LogAUC must be "macro", "none" or null; it is ${JSON.stringify(average)}.`);
}

function logArea([exactFpr, exactTpr]: CurvePoints, range: readonly [number, number]): number {
  // The ends of the range are looked for among the rates, in float32.
  const [fpr, tpr] = [exactFpr.map(Math.fround), exactTpr.map(Math.fround)];
  if (fpr.length < 2) {
    console.warn("At least two values on for the fpr and tpr are required to compute the log AUC. Returns 0 score.");
    return 0;
  }
  const edges = range.map(Math.fround);
  const y = Float64Array.from([...tpr, ...edges.map((edge) => heightAt(edge, fpr, tpr))]).sort();
  const x = Float64Array.from([...fpr, ...edges]).sort();
  const [low = 0, high = 0] = edges;
  const [from, to] = [x.lastIndexOf(low), x.lastIndexOf(high)];
  const logarithms = Array.from(x.subarray(from, to + 1), Math.log10);
  return area(logarithms, [...y.subarray(from, to + 1)]) / (Math.log10(high) - Math.log10(low));
}

/** Straight lines between points, in the order of their places (torchmetrics/utilities/data.py, `interp`). */
function heightAt(place: number, x: Float64Array, y: Float64Array): number {
  const order = argsort(x);
  const segment = Math.min(Math.max(x.filter((one) => one < place).length - 1, 0), x.length - 2);
  const [from, to] = [order[segment] as number, order[segment + 1] as number];
  const slope = ((y[to] as number) - (y[from] as number)) / ((x[to] as number) - (x[from] as number));
  return (y[from] as number) + slope * (place - (x[from] as number));
}
