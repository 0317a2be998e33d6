import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex } from "../argumentChecks.js";
import { sigmoidIfLogits } from "../arithmetic.js";
import { completed } from "../metricOptions.js";
import type { Values } from "../values.js";
import { keptPlaces } from "./confusionCounts.js";
import type { Curve } from "./curve.js";
import { CURVE_DEFAULTS, CurveMetric, type CurveOptions, curveOf } from "./curveMetric.js";
import { checkBinaryBatch, checkScores } from "./inputChecks.js";
import { batchOf } from "./statScoresMetric.js";
import { checkThresholds } from "./thresholdBins.js";

export interface BinaryCurveOptions extends CurveOptions {
  /** Null takes scores that are no probabilities as they are; default "sigmoid". */
  readonly normalization?: "sigmoid" | null;
}

export abstract class BinaryCurveMetric<V> extends CurveMetric<V> {
  protected readonly options;

  constructor(given: BinaryCurveOptions, defaults: object = {}) {
    const options = completed(new.target.name, given, { ...BINARY_DEFAULTS, ...defaults });
    if (options.validateArgs) checkThresholds({ constructor: new.target }, options.thresholds);
    super(given, options.thresholds, 1);
    this.options = options;
    if (options.validateArgs) this.check();
    const { ignoreIndex, normalization, validateArgs } = options;
    this.updateGroup = JSON.stringify(["binary curve", this.bins, ignoreIndex, normalization, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { ignoreIndex, normalization, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) this.checkBatch(p, t);
    const [kept, wanted] = keptPlaces(p, t, ignoreIndex);
    const scores = normalization === null ? Float32Array.from(kept.data) : sigmoidIfLogits(kept.data);
    const { bins, histogram } = this;
    if (bins === null || histogram === null) this.keep(scores, Float32Array.from(wanted));
    else for (let i = 0; i < scores.length; i++) bins.note(histogram, 0, wanted[i] === 1, scores[i] as number);
  }

  protected checkBatch(preds: Values, target: Values): void {
    checkScores(this, preds, target);
    checkBinaryBatch(this, preds, target, this.options.ignoreIndex);
  }

  /** How the one question was answered. */
  protected curve(): Curve {
    if (this.bins !== null && this.histogram !== null) return this.bins.curve(this.histogram, 0);
    const { scores, targets } = this.all();
    return curveOf(scores, targets, 1);
  }

  protected check(): void {
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

const BINARY_DEFAULTS = { ...CURVE_DEFAULTS, normalization: "sigmoid" as "sigmoid" | null };
