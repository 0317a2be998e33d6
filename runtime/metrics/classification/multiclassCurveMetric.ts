import type { tf } from "../../backend/tf.js";
import { requireIgnoreIndex, requireWhole } from "../argumentChecks.js";
import { softmaxIfLogits } from "../arithmetic.js";
import { completed } from "../metricOptions.js";
import type { Values } from "../values.js";
import type { Curve } from "./curve.js";
import { CURVE_DEFAULTS, CurveMetric, type CurveOptions, column, curveOf } from "./curveMetric.js";
import { checkScores, requireFewValues } from "./inputChecks.js";
import { keptRows } from "./keptRows.js";
import { batchOf } from "./statScoresMetric.js";
import { checkThresholds } from "./thresholdBins.js";

export interface MulticlassCurveOptions extends CurveOptions {
  readonly numClasses: number;
}

export abstract class MulticlassCurveMetric<V> extends CurveMetric<V> {
  protected readonly options;
  readonly numClasses: number;

  /** @param isMicro takes every class of every sample as a question of its own. */
  constructor(
    given: MulticlassCurveOptions,
    defaults: object = {},
    protected readonly isMicro = false,
  ) {
    const options = completed(new.target.name, given, { ...MULTICLASS_DEFAULTS, ...defaults });
    if (options.validateArgs) checkThresholds({ constructor: new.target }, options.thresholds);
    super(given, options.thresholds, options.numClasses ?? 0);
    this.options = options;
    this.numClasses = options.numClasses;
    if (options.validateArgs) this.check();
    const { numClasses, ignoreIndex, validateArgs } = options;
    this.updateGroup = JSON.stringify(["multiclass curve", numClasses, this.bins, ignoreIndex, isMicro, validateArgs]);
  }

  override update(preds: tf.Tensor, target: tf.Tensor): void {
    const { numClasses, ignoreIndex, validateArgs } = this.options;
    const [p, t] = batchOf(this, preds, target);
    if (validateArgs) checkClassScores(this, p, t, numClasses, ignoreIndex);
    const { scores, targets } = keptRows(p, t, ignoreIndex);
    const probabilities = softmaxIfLogits(scores, numClasses);
    const { bins, histogram } = this;
    if (bins === null || histogram === null) {
      this.keep(probabilities, this.isMicro ? oneHot(this, targets, numClasses) : Float32Array.from(targets));
      return;
    }
    const isRight = oneHot(this, targets, numClasses);
    for (let i = 0; i < probabilities.length; i++) {
      bins.note(histogram, i % numClasses, isRight[i] === 1, probabilities[i] as number);
    }
  }

  /** How the question "is it this class" was answered for each class; one curve for all when it is micro. */
  protected curves(): Curve[] {
    const { bins, histogram, numClasses, isMicro } = this;
    if (bins !== null && histogram !== null) {
      if (isMicro) return [bins.curve(histogram, 0, numClasses)];
      return Array.from({ length: numClasses }, (_, c) => bins.curve(histogram, c));
    }
    const { scores, targets } = this.all();
    if (isMicro) return [curveOf(scores, targets, 1)];
    return Array.from({ length: numClasses }, (_, c) => curveOf(column(scores, c, numClasses), targets, c));
  }

  /** How many samples each class has. */
  protected supports(): number[] {
    const { bins, histogram, numClasses } = this;
    if (bins !== null && histogram !== null) {
      return Array.from({ length: numClasses }, (_, c) => bins.curve(histogram, c).positives);
    }
    const supports = Array.from({ length: numClasses }, () => 0);
    for (const target of this.all().targets) supports[target] = (supports[target] ?? 0) + 1;
    return supports;
  }

  protected check(): void {
    requireWhole(this, "numClasses", this.options.numClasses, 2);
    requireIgnoreIndex(this, this.options.ignoreIndex);
  }
}

const MULTICLASS_DEFAULTS = { numClasses: undefined as unknown as number, ...CURVE_DEFAULTS };

function oneHot({ constructor: { name: metric } }: object, targets: Int32Array, classes: number): Float32Array {
  const hot = new Float32Array(targets.length * classes);
  for (const [row, target] of targets.entries()) {
    if (target < 0 || target >= classes) {
      throw new RangeError(
        `\`target\` of ${metric} must hold classes from 0 to ${classes - 1}; it holds ${target}. Check \`numClasses\` and \`ignoreIndex\`.`,
      );
    }
    hot[row * classes + target] = 1;
  }
  return hot;
}

function checkClassScores(
  metric: object,
  preds: Values,
  target: Values,
  numClasses: number,
  ignoreIndex: number | null,
): void {
  const [p, t] = [preds.shape, target.shape];
  if (p.length !== t.length + 1 || p[1] !== numClasses || p[0] !== t[0] || String(p.slice(2)) !== String(t.slice(1))) {
    throw new RangeError(
      `\`preds\` of ${metric.constructor.name} is [${p.join(", ")}] and \`target\` is [${t.join(", ")}]. They must be [samples, ${numClasses}, …] and [samples, …].`,
    );
  }
  checkScores(metric, preds, target);
  requireFewValues(metric, "target", target.data, ignoreIndex === null ? numClasses : numClasses + 1);
}
