import { type Named, wrong } from "../argumentChecks.js";
import { safeDivide } from "../arithmetic.js";
import { type BinaryStatOptions, BinaryStatScoresMetric } from "./binaryStatScoresMetric.js";
import type { Counts } from "./classCounts.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { type MulticlassStatOptions, MulticlassStatScoresMetric } from "./multiclassStatScoresMetric.js";
import { type MultilabelStatOptions, MultilabelStatScoresMetric } from "./multilabelStatScoresMetric.js";
import type { StatTaskOptions, TaskScore } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

interface Beta {
  /** How many times as much recall counts as precision. */
  readonly beta: number;
}

export type BinaryFBetaOptions = BinaryStatOptions & Beta;
export type MulticlassFBetaOptions = MulticlassStatOptions & Beta;
export type MultilabelFBetaOptions = MultilabelStatOptions & Beta;

/** Weighted harmonic mean of precision and recall (torchmetrics/functional/classification/f_beta.py). */
export class BinaryFBetaScore<O extends BinaryFBetaOptions = BinaryFBetaOptions> extends BinaryStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O, defaults = NEEDED) {
    super(options, defaults);
  }

  protected override score(counts: Counts): number {
    return fBeta(counts, this.options);
  }

  protected override check(): void {
    checkBeta(this, this.options);
    super.check();
  }
}

/** As BinaryFBetaScore, of classes. */
export class MulticlassFBetaScore<
  O extends MulticlassFBetaOptions = MulticlassFBetaOptions,
> extends MulticlassStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O, defaults = NEEDED) {
    super(options, defaults);
  }

  protected override get averagingTopK(): number {
    return 1;
  }

  protected override score(counts: Counts): number {
    return fBeta(counts, this.options);
  }

  protected override check(): void {
    checkBeta(this, this.options);
    super.check();
  }
}

/** As BinaryFBetaScore, of labels. */
export class MultilabelFBetaScore<
  O extends MultilabelFBetaOptions = MultilabelFBetaOptions,
> extends MultilabelStatScoresMetric<O> {
  override readonly higherIsBetter: boolean | null = true;

  constructor(options: O, defaults = NEEDED) {
    super(options, defaults);
  }

  protected override score(counts: Counts): number {
    return fBeta(counts, this.options);
  }

  protected override check(): void {
    checkBeta(this, this.options);
    super.check();
  }
}

/** torchmetrics.FBetaScore: `new FBetaScore({ task, beta, … })` makes one of the classes above; `beta` is 1 by default. */
export const FBetaScore = taskMetric<never, ClassificationMetric>("FBetaScore", {
  classes: { binary: BinaryFBetaScore, multiclass: MulticlassFBetaScore, multilabel: MultilabelFBetaScore },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1, beta: 1 },
}) as new <O extends StatTaskOptions & Partial<Beta>>(
  options: O,
) => ClassificationMetric<TaskScore<O>>;
export type FBetaScore = ClassificationMetric;

const NEEDED = { beta: undefined as number | undefined };

function fBeta({ tp, fp, fn }: Counts, options: object): number {
  const { beta, zeroDivision } = options as { beta: number; zeroDivision: number };
  const square = beta ** 2;
  return safeDivide((1 + square) * tp, (1 + square) * tp + square * fn + fp, zeroDivision);
}

function checkBeta(metric: Named, options: object): void {
  const { beta } = options as { beta: unknown };
  if (typeof beta !== "number" || !(beta > 0)) throw wrong(metric, "beta", beta, "a number above 0");
}
