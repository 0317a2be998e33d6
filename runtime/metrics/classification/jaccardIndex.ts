import { type Named, requireOneOf } from "../argumentChecks.js";
import { safeDivide, sum } from "../arithmetic.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { AVERAGES, type Average } from "./classOptions.js";
import type { MatrixTaskOptions } from "./confusionMatrix.js";
import {
  BinaryMatrixMetric,
  type BinaryMatrixOptions,
  MATRIX_TASK_OPTIONS,
  MulticlassMatrixMetric,
  type MulticlassMatrixOptions,
  MultilabelMatrixMetric,
  type MultilabelMatrixOptions,
} from "./confusionMatrixMetric.js";
import type { ClassScore } from "./statScoresMetric.js";
import { taskMetric } from "./taskMetric.js";

interface Zero {
  /** What 0 / 0 is; default 0. */
  readonly zeroDivision?: number;
}

interface Averaged extends Zero {
  /** Default "macro". */
  readonly average?: Average;
}

export type MulticlassJaccardOptions = MulticlassMatrixOptions & Averaged;
export type MultilabelJaccardOptions = MultilabelMatrixOptions & Averaged;

/** Intersection over union of the predicted and the true samples (torchmetrics/functional/classification/jaccard.py). */
export class BinaryJaccardIndex extends BinaryMatrixMetric<number> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: BinaryMatrixOptions & Zero = {}) {
    super(options, { zeroDivision: 0 });
  }

  override compute(): number {
    const [, fp = 0, fn = 0, tp = 0] = this.matrix;
    return safeDivide(tp, fp + fn + tp, (this.options as Zero).zeroDivision);
  }
}

/** As BinaryJaccardIndex, of classes. */
export class MulticlassJaccardIndex<
  O extends MulticlassJaccardOptions = MulticlassJaccardOptions,
> extends MulticlassMatrixMetric<ClassScore<O>> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, AVERAGED);
  }

  override compute(): ClassScore<O> {
    const size = this.numClasses;
    const overlaps = Array.from({ length: size }, (_, c) => {
      const line = Array.from({ length: size }, (_, k) => k);
      const predicted = sum(line.map((k) => this.matrix[k * size + c] as number));
      const actual = sum(line.map((k) => this.matrix[c * size + k] as number));
      const both = this.matrix[c * size + c] as number;
      return { both, either: predicted + actual - both, actual, occurred: predicted + actual !== 0 };
    });
    return averagedOverlap(overlaps, this.options, this.options.ignoreIndex) as ClassScore<O>;
  }

  protected override check(): void {
    checkAverage(this, this.options);
    super.check();
  }
}

/** As BinaryJaccardIndex, of labels. */
export class MultilabelJaccardIndex<
  O extends MultilabelJaccardOptions = MultilabelJaccardOptions,
> extends MultilabelMatrixMetric<ClassScore<O>> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O) {
    super(options, AVERAGED);
  }

  override compute(): ClassScore<O> {
    const overlaps = Array.from({ length: this.options.numLabels }, (_, label) => {
      const [, fp = 0, fn = 0, tp = 0] = this.matrix.subarray(label * 4);
      return { both: tp, either: fp + fn + tp, actual: fn + tp, occurred: true };
    });
    return averagedOverlap(overlaps, this.options, null) as ClassScore<O>;
  }

  protected override check(): void {
    checkAverage(this, this.options);
    super.check();
  }
}

/** torchmetrics.JaccardIndex: `new JaccardIndex({ task, … })` makes one of the classes above. */
export const JaccardIndex = taskMetric<never, ClassificationMetric>("JaccardIndex", {
  classes: { binary: BinaryJaccardIndex, multiclass: MulticlassJaccardIndex, multilabel: MultilabelJaccardIndex },
  own: {
    ...MATRIX_TASK_OPTIONS,
    multiclass: ["numClasses", "average"],
    multilabel: ["numLabels", "threshold", "average"],
  },
}) as new <O extends MatrixTaskOptions & Averaged>(
  options: O,
) => ClassificationMetric<ClassScore<O>>;
export type JaccardIndex = ClassificationMetric;

const AVERAGED = { average: "macro", zeroDivision: 0 };

/** Counts of one class. */
interface Overlap {
  readonly both: number;
  readonly either: number;
  readonly actual: number;
  readonly occurred: boolean;
}

function averagedOverlap(overlaps: readonly Overlap[], options: object, ignoreIndex: number | null): number | number[] {
  const { average, zeroDivision } = options as Averaged;
  if (average === "micro") {
    const ignored = ignoreIndex === null ? 0 : (overlaps[ignoreIndex]?.either ?? 0);
    return safeDivide(
      sum(overlaps.map(({ both }) => both)),
      sum(overlaps.map(({ either }) => either)) - ignored,
      zeroDivision,
    );
  }
  const scores = overlaps.map(({ both, either }) => safeDivide(both, either, zeroDivision));
  if (average === "none" || average === null) return scores;
  const weights = overlaps.map(({ actual, occurred }, c) =>
    average === "weighted" ? actual : Number(occurred && c !== ignoreIndex),
  );
  const total = sum(weights);
  return sum(scores.map((score, c) => ((weights[c] as number) * score) / total));
}

function checkAverage(metric: Named, options: object): void {
  requireOneOf(metric, "average", (options as Averaged).average, AVERAGES);
}
