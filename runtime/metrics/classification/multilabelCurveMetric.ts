import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireWhole } from "../argumentChecks.js";
import { sigmoidIfLogits } from "../arithmetic.js";
import { completed } from "../metricOptions.js";
import { classRows } from "../values.js";
import type { Curve } from "./curve.js";
import { CURVE_DEFAULTS, CurveMetric, type CurveOptions, column, curveOf } from "./curveMetric.js";
import { checkBinaryBatch, checkLabels, checkScores } from "./inputChecks.js";
import { batchOf } from "./statScoresMetric.js";
import { checkThresholds } from "./thresholdBins.js";

export interface MultilabelCurveOptions extends CurveOptions {
  readonly numLabels: number;
}

export abstract class MultilabelCurveMetric<V> extends CurveMetric<V> {
  protected readonly options;

  constructor(given: MultilabelCurveOptions, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...MULTILABEL_DEFAULTS, ...defaults });
    if (options.validateArgs) checkThresholds({ constructor: new.target }, options.thresholds);
    super(given, options.thresholds, options.numLabels ?? 0);
    this.options = options;
    if (options.validateArgs) this.check();
    const { numLabels, ignoreIndex, validateArgs } = options;
    this.updateGroup = JSON.stringify(["multilabel curve", numLabels, this.bins, ignoreIndex, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numLabels, ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) {
      checkScores(this, p, t);
      checkBinaryBatch(this, p, t, ignoreIndex);
      checkLabels(this, p, numLabels);
    }
    const scores = classRows(sigmoidIfLogits(p.data), p.shape);
    const wanted = classRows(t.data, t.shape);
    const { bins, histogram } = this;
    if (bins === null || histogram === null) this.keep(scores, Float32Array.from(wanted));
    else {
      for (let i = 0; i < scores.length; i++) {
        if (wanted[i] !== ignoreIndex) bins.note(histogram, i % numLabels, wanted[i] === 1, scores[i] as number);
      }
    }
  }

  /** How the question about each label was answered. */
  protected curves(): Curve[] {
    const { bins, histogram } = this;
    const { numLabels, ignoreIndex } = this.options;
    if (bins !== null && histogram !== null) {
      return Array.from({ length: numLabels }, (_, label) => bins.curve(histogram, label));
    }
    const { scores, targets } = this.all();
    return Array.from({ length: numLabels }, (_, label) =>
      keptCurve(column(scores, label, numLabels), column(targets, label, numLabels), ignoreIndex),
    );
  }

  /** How all questions together were answered. */
  protected microCurve(): Curve {
    const { bins, histogram } = this;
    if (bins !== null && histogram !== null) return bins.curve(histogram, 0, this.options.numLabels);
    const { scores, targets } = this.all();
    return keptCurve(scores, targets, this.options.ignoreIndex);
  }

  /** How many samples have each label. */
  protected supports(): number[] {
    const { bins, histogram } = this;
    const { numLabels } = this.options;
    if (bins !== null && histogram !== null) {
      return Array.from({ length: numLabels }, (_, label) => bins.curve(histogram, label).positives);
    }
    const supports = Array.from({ length: numLabels }, () => 0);
    for (const [i, target] of this.all().targets.entries()) {
      if (target === 1) supports[i % numLabels] = (supports[i % numLabels] as number) + 1;
    }
    return supports;
  }

  protected check(): void {
    requireWhole(this, "numLabels", this.options.numLabels, 2);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

const MULTILABEL_DEFAULTS = { numLabels: undefined as unknown as number, ...CURVE_DEFAULTS };

function keptCurve(scores: Float32Array, targets: Float32Array, ignoreIndex: number | null): Curve {
  if (ignoreIndex === null || !targets.includes(ignoreIndex)) return curveOf(scores, targets, 1);
  const isKept = (_: number, i: number) => targets[i] !== ignoreIndex;
  return curveOf(scores.filter(isKept), targets.filter(isKept), 1);
}
