import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireOneOf, requireWhole } from "../argumentChecks.js";
import { argmax, softmaxIfLogits, sum, unitLinspace } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { concatenated } from "../values.js";
import { ClassificationMetric } from "./classificationMetric.js";
import type { ClassificationOptions } from "./classOptions.js";
import { keptProbabilities } from "./confusionCounts.js";
import { checkBinaryBatch, checkMulticlassBatch, requireFloatScores } from "./inputChecks.js";
import { keptRows } from "./keptRows.js";
import { batchOf, noSamples } from "./statScoresMetric.js";
import { taskMetric } from "./taskMetric.js";

export type CalibrationNorm = "l1" | "l2" | "max";

export interface BinaryCalibrationOptions extends ClassificationOptions, MetricOptions {
  /** Bins of equal width from 0 to 1; default 15. */
  readonly nBins?: number;
  /** Mean, root mean square or largest gap of the bins; default "l1". */
  readonly norm?: CalibrationNorm;
}

export interface MulticlassCalibrationOptions extends BinaryCalibrationOptions {
  readonly numClasses: number;
}

/** How far confidences are from being right so often (torchmetrics/functional/classification/calibration_error.py). */
abstract class CalibrationMetric extends ClassificationMetric {
  override readonly higherIsBetter: boolean | null = false;
  override readonly fullStateUpdate: boolean | null = false;
  protected confidences: Float32Array[] = this.addState("confidences", [], { distReduceFx: "cat" });
  protected accuracies: Float32Array[] = this.addState("accuracies", [], { distReduceFx: "cat" });
  protected abstract readonly options: typeof DEFAULTS;

  override compute(): number {
    if (this.confidences.length === 0) throw new RangeError(noSamples(this.constructor.name));
    const { nBins, norm } = this.options;
    const [confidences, accuracies] = [concatenated(this.confidences), concatenated(this.accuracies)];
    const gaps = binGaps(confidences, accuracies, unitLinspace(nBins + 1));
    if (norm === "max") return Math.max(...gaps.map(({ gap }) => gap));
    if (norm === "l1") return sum(gaps.map(({ gap, share }) => gap * share));
    const square = sum(gaps.map(({ gap, share }) => gap * gap * share));
    return square > 0 ? Math.sqrt(square) : 0;
  }

  protected check(): void {
    requireWhole(this, "nBins", this.options.nBins, 1);
    requireOneOf(this, "norm", this.options.norm, ["l1", "l2", "max"]);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

/** Gap between the probabilities of 1 and how often it is 1. */
export class BinaryCalibrationError extends CalibrationMetric {
  protected override readonly options;

  constructor(given: BinaryCalibrationOptions = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, DEFAULTS);
    if (this.options.validateArgs) this.check();
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) {
      checkBinaryBatch(this, p, t, ignoreIndex);
      requireFloatScores(this, p);
    }
    const [probabilities, wanted] = keptProbabilities(p, t, ignoreIndex);
    this.confidences.push(probabilities);
    this.accuracies.push(Float32Array.from(wanted));
  }
}

/** Gap between the probabilities of the best classes and how often they are right. */
export class MulticlassCalibrationError extends CalibrationMetric {
  protected override readonly options;

  constructor(given: MulticlassCalibrationOptions) {
    super(given);
    this.options = completed(this.constructor.name, given, { numClasses: undefined as unknown as number, ...DEFAULTS });
    if (!this.options.validateArgs) return;
    requireWhole(this, "numClasses", this.options.numClasses, 2);
    this.check();
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
    const best = targets.map((_, row) => argmax(probabilities, row * classes, classes));
    this.confidences.push(Float32Array.from(best, (c, row) => probabilities[row * classes + c] as number));
    this.accuracies.push(Float32Array.from(best, (c, row) => Number(c === targets[row])));
  }
}

/** torchmetrics.CalibrationError: `new CalibrationError({ task, … })` makes one of the classes above. */
export const CalibrationError = taskMetric<CalibrationOptions, ClassificationMetric>("CalibrationError", {
  classes: { binary: BinaryCalibrationError, multiclass: MulticlassCalibrationError },
  own: { multiclass: ["numClasses"] },
});
export type CalibrationError = ClassificationMetric;

export interface CalibrationOptions extends BinaryCalibrationOptions {
  readonly task: "binary" | "multiclass";
  readonly numClasses?: number;
}

const DEFAULTS = {
  nBins: 15,
  norm: "l1" as CalibrationNorm,
  ignoreIndex: null as number | null,
  validateArgs: true,
};

/** What is between confidence and accuracy in each bin, and the share of the samples that are in it. */
function binGaps(
  confidences: Float32Array,
  accuracies: Float32Array,
  boundaries: Float32Array,
): { gap: number; share: number }[] {
  const bins = Array.from(boundaries, () => ({ confidence: 0, accuracy: 0, count: 0 }));
  for (let i = 0; i < confidences.length; i++) {
    const confidence = confidences[i] as number;
    const bin = bins[binOf(confidence, boundaries)];
    if (bin === undefined) continue;
    bin.confidence += confidence;
    bin.accuracy += accuracies[i] as number;
    bin.count++;
  }
  return bins.map(({ confidence, accuracy, count }) => ({
    gap: count === 0 ? 0 : Math.abs(accuracy - confidence) / count,
    share: count / confidences.length,
  }));
}

/** The last boundary that is not above a value. */
function binOf(value: number, boundaries: Float32Array): number {
  let [low, high] = [0, boundaries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((boundaries[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
