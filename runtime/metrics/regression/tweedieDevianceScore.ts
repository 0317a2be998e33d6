import { completed, type MetricOptions } from "../metricOptions.js";
import { type Pair, RegressionMetric, totalOf } from "./regressionMetric.js";

export interface TweedieOptions extends MetricOptions {
  /** 0, the default, is for normal, 1 for Poisson, 2 for gamma distributed targets; nothing between 0 and 1. */
  readonly power?: number;
}

/** Mean deviance of a Tweedie distribution (torchmetrics/functional/regression/tweedie_deviance.py). */
export class TweedieDevianceScore extends RegressionMetric {
  override readonly higherIsBetter: boolean | null = null;
  private sum = this.addState("sum", 0, { distReduceFx: "sum" });
  private total = this.addState("total", 0, { distReduceFx: "sum" });
  private readonly power: number;

  constructor(options: TweedieOptions = {}) {
    super(options);
    this.power = completed(this.constructor.name, options, { power: 0 }).power;
    if (this.power > 0 && this.power < 1) {
      throw new RangeError(
        `\`power\` of TweedieDevianceScore must not be between 0 and 1, where no such distribution exists; it is ${this.power}.`,
      );
    }
  }

  override compute(): number {
    return this.sum / this.total;
  }

  protected override take(pair: Pair): void {
    this.checkSigns(pair);
    this.sum += totalOf(pair, (pred, target) => this.deviance(pred, target));
    this.total += pair.preds.length;
  }

  private deviance(pred: number, target: number): number {
    const { power } = this;
    switch (power) {
      case 0:
        return (target - pred) ** 2;
      case 1:
        return 2 * ((target === 0 ? 0 : target * Math.log(target / pred)) + pred - target);
      case 2:
        return 2 * (Math.log(pred / target) + target / pred - 1);
      default: {
        const ofTarget = Math.max(target, 0) ** (2 - power) / ((1 - power) * (2 - power));
        return 2 * (ofTarget - (target * pred ** (1 - power)) / (1 - power) + pred ** (2 - power) / (2 - power));
      }
    }
  }

  private checkSigns({ preds, target }: Pair): void {
    const { power } = this;
    if (power === 0) return;
    const refuse = (wanted: string) => {
      throw new RangeError(`With \`power\` ${power} TweedieDevianceScore needs ${wanted}.`);
    };
    if (preds.some((pred) => pred <= 0)) refuse("`preds` above 0");
    if (power >= 2 && target.some((value) => value <= 0)) refuse("a `target` above 0");
    if (power >= 1 && power < 2 && target.some((value) => value < 0)) refuse("a `target` of 0 or more");
  }
}
