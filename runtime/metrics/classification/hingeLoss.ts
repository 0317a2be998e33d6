import type { tf } from "../../backend/tf.js";
import { requireBoolean, requireIgnoreIndex, requireOneOf, requireWhole } from "../argumentChecks.js";
import { softmaxIfLogits } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { ClassificationMetric } from "./classificationMetric.js";
import type { ClassificationOptions } from "./classOptions.js";
import { keptProbabilities } from "./confusionCounts.js";
import { checkBinaryBatch, checkMulticlassBatch, requireFloatScores } from "./inputChecks.js";
import { keptRows } from "./keptRows.js";
import { batchOf } from "./statScoresMetric.js";
import { taskMetric } from "./taskMetric.js";

export interface BinaryHingeOptions extends ClassificationOptions, MetricOptions {
  /** Squares the losses of the samples; default false. */
  readonly squared?: boolean;
}

export interface MulticlassHingeOptions extends BinaryHingeOptions {
  readonly numClasses: number;
  /** Against the best other class, or one loss for each class; default "crammer-singer". */
  readonly multiclassMode?: "crammer-singer" | "one-vs-all";
}

/** One number, or one for each class. */
export type HingeValue<O> = O extends { readonly multiclassMode: "one-vs-all" } ? number[] : number;

/** Mean of what is missing to a margin of 1 (torchmetrics/functional/classification/hinge.py). */
export class BinaryHingeLoss extends ClassificationMetric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private measures = this.addState("measures", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  private readonly options;

  constructor(given: BinaryHingeOptions = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, DEFAULTS);
    if (this.options.validateArgs) checkShared(this, this.options);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { squared, ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      requireFloatScores(this, p);
    }
    const [probabilities, wanted] = keptProbabilities(p, t, ignoreIndex);
    for (let i = 0; i < wanted.length; i++) {
      const score = probabilities[i] as number;
      this.measures += loss(wanted[i] === 0 ? -score : score, squared);
    }
    this.total += wanted.length;
  }

  override compute(): number {
    return this.measures / this.total;
  }
}

/** As BinaryHingeLoss, of classes. */
export class MulticlassHingeLoss<
  O extends MulticlassHingeOptions = MulticlassHingeOptions,
> extends ClassificationMetric<HingeValue<O>> {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  private readonly measures: Float64Array;
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  private readonly options;

  constructor(given: O) {
    super(given);
    this.options = completed(this.constructor.name, given, MULTICLASS_DEFAULTS);
    const { numClasses, multiclassMode, validateArgs } = this.options;
    if (validateArgs) {
      checkShared(this, this.options);
      requireWhole(this, "numClasses", numClasses, 2);
      requireOneOf(this, "multiclassMode", multiclassMode, ["crammer-singer", "one-vs-all"]);
    }
    const size = multiclassMode === "crammer-singer" ? 1 : (numClasses ?? 1);
    this.measures = this.addState("measures", new Float64Array(size), { distReduceFx: "sum" });
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numClasses, ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) {
      checkMulticlassBatch(this, p, t, numClasses, ignoreIndex);
      requireFloatScores(this, p);
    }
    const { scores, targets, classes } = keptRows(p, t, ignoreIndex);
    const probabilities = softmaxIfLogits(scores, classes);
    for (const [row, wanted] of targets.entries()) {
      this.take(probabilities.subarray(row * classes, (row + 1) * classes), wanted);
    }
    this.total += targets.length;
  }

  override compute(): HingeValue<O> {
    const means = Array.from(this.measures, (measure) => measure / this.total);
    return (this.options.multiclassMode === "crammer-singer" ? means[0] : means) as HingeValue<O>;
  }

  private take(scores: Float32Array, wanted: number): void {
    const { multiclassMode, squared } = this.options;
    if (wanted < 0 || wanted >= scores.length) {
      throw new RangeError(
        `\`target\` of MulticlassHingeLoss must hold classes from 0 to ${scores.length - 1}; it holds ${wanted}.`,
      );
    }
    let other = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < scores.length; c++) {
      const score = scores[c] as number;
      if (c !== wanted) other = Math.max(other, score);
      if (multiclassMode === "one-vs-all") this.add(c, loss(c === wanted ? score : -score, squared));
    }
    if (multiclassMode === "crammer-singer")
      this.add(0, loss(Math.fround((scores[wanted] as number) - other), squared));
  }

  private add(place: number, value: number): void {
    this.measures[place] = (this.measures[place] as number) + value;
  }
}

/** torchmetrics.HingeLoss: `new HingeLoss({ task, … })` makes one of the classes above. */
export const HingeLoss = taskMetric<never, ClassificationMetric>("HingeLoss", {
  classes: { binary: BinaryHingeLoss, multiclass: MulticlassHingeLoss },
  own: { multiclass: ["numClasses", "multiclassMode"] },
}) as new <O extends HingeOptions>(
  options: O,
) => ClassificationMetric<HingeValue<O>>;
export type HingeLoss = ClassificationMetric;

export interface HingeOptions extends BinaryHingeOptions {
  readonly task: "binary" | "multiclass";
  readonly numClasses?: number;
  readonly multiclassMode?: "crammer-singer" | "one-vs-all";
}

const DEFAULTS = { squared: false, ignoreIndex: null as number | null, validateArgs: true };
const MULTICLASS_DEFAULTS = {
  numClasses: undefined as unknown as number,
  multiclassMode: "crammer-singer" as "crammer-singer" | "one-vs-all",
  ...DEFAULTS,
};

function checkShared(metric: object, { squared, ignoreIndex }: typeof DEFAULTS): void {
  requireBoolean(metric, "squared", squared);
  requireIgnoreIndex(metric, ignoreIndex);
}

function loss(margin: number, squared: boolean): number {
  const missing = Math.max(0, 1 - margin);
  return squared ? missing * missing : missing;
}
