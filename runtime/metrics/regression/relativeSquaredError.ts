import { requireWhole } from "../argumentChecks.js";
import { mean } from "../arithmetic.js";
import { completed, type MetricOptions } from "../metricOptions.js";
import { SquaresMetric } from "./r2Score.js";

export interface RelativeSquaredErrorOptions extends MetricOptions {
  /** Columns; default 1. */
  readonly numOutputs?: number;
  /** False: the root of it; default true. */
  readonly squared?: boolean;
}

/** Squared errors as a share of what the mean as a prediction would give (torchmetrics/functional/regression/rse.py). */
export class RelativeSquaredError extends SquaresMetric<number> {
  private readonly squared: boolean;

  constructor(options: RelativeSquaredErrorOptions = {}) {
    super(options);
    const { numOutputs, squared } = completed(this.constructor.name, options, { numOutputs: 1, squared: true });
    requireWhole(this, "numOutputs", numOutputs, 1);
    this.squared = squared;
  }

  override compute(): number {
    const spreads = this.spreads();
    const shares = Array.from(this.residuals, (residual, c) => residual / Math.max(spreads[c] as number, EPSILON));
    return mean(this.squared ? shares : shares.map(Math.sqrt));
  }
}

/** The smallest float32 step above 1. */
const EPSILON = 2 ** -23;
