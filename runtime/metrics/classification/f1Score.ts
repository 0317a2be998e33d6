import type { BinaryStatOptions } from "./binaryStatScoresMetric.js";
import type { ClassificationMetric } from "./classificationMetric.js";
import { STAT_TASK_OPTIONS } from "./classOptions.js";
import { BinaryFBetaScore, MulticlassFBetaScore, MultilabelFBetaScore } from "./fBetaScore.js";
import type { MulticlassStatOptions } from "./multiclassStatScoresMetric.js";
import type { MultilabelStatOptions } from "./multilabelStatScoresMetric.js";
import type { StatTaskMetric } from "./statScores.js";
import { taskMetric } from "./taskMetric.js";

/** Harmonic mean of precision and recall: the F-beta score with `beta` 1. */
export class BinaryF1Score<O extends BinaryStatOptions = BinaryStatOptions> extends BinaryFBetaScore<O & WithBeta> {
  constructor(options: O = {} as O) {
    super(withBeta(new.target.name, options), BETA);
  }
}

/** As BinaryF1Score, of classes. */
export class MulticlassF1Score<O extends MulticlassStatOptions = MulticlassStatOptions> extends MulticlassFBetaScore<
  O & WithBeta
> {
  constructor(options: O = {} as O) {
    super(withBeta(new.target.name, options), BETA);
  }
}

/** As BinaryF1Score, of labels. */
export class MultilabelF1Score<O extends MultilabelStatOptions = MultilabelStatOptions> extends MultilabelFBetaScore<
  O & WithBeta
> {
  constructor(options: O) {
    super(withBeta(new.target.name, options), BETA);
  }
}

/** torchmetrics.F1Score: `new F1Score({ task, … })` makes one of the classes above. */
export const F1Score = taskMetric<never, ClassificationMetric>("F1Score", {
  classes: { binary: BinaryF1Score, multiclass: MulticlassF1Score, multilabel: MultilabelF1Score },
  own: STAT_TASK_OPTIONS,
  defaults: { average: "micro", topK: 1 },
}) as StatTaskMetric;
export type F1Score = ClassificationMetric;

interface WithBeta {
  readonly beta: number;
}

const BETA: WithBeta = { beta: 1 };

function withBeta<O extends object>(metric: string, options: O): O & WithBeta {
  if ("beta" in options)
    throw new RangeError(`${metric} has no option \`beta\`, which is 1 here. FBetaScore takes it.`);
  return { ...options, ...BETA };
}
