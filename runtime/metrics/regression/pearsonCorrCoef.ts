import { requireWhole } from "../argumentChecks.js";
import { completed } from "../metricOptions.js";
import type { StateValue } from "../metricState.js";
import type { OutputsOptions } from "./outputErrors.js";
import {
  checkOutputs,
  type OutputsValue,
  oneOrAll,
  type Pair,
  RegressionMetric,
  rowsAndColumns,
} from "./regressionMetric.js";

/** What is known of one output: means, largest distances from them, sums of squared and of common distances. */
export interface Moments {
  n: number;
  meanX: number;
  meanY: number;
  mostX: number;
  mostY: number;
  varX: number;
  varY: number;
  cov: number;
}

const FIELDS = ["n", "meanX", "meanY", "mostX", "mostY", "varX", "varY", "cov"] as const;

/** Linear correlation, from -1 to 1, from moments that are brought up to date batch by batch (torchmetrics/functional/regression/pearson.py). */
export class PearsonCorrCoef<O extends OutputsOptions = OutputsOptions> extends RegressionMetric<OutputsValue<O>> {
  override readonly higherIsBetter: boolean | null = null;
  override readonly fullStateUpdate: boolean | null = true;
  /** The moments of each output, in the order of `FIELDS`. */
  private moments: Float64Array;
  protected readonly numOutputs: number;

  constructor(options: O = {} as O) {
    super(options);
    this.numOutputs = completed(this.constructor.name, options, { numOutputs: 1 }).numOutputs;
    requireWhole(this, "numOutputs", this.numOutputs, 1);
    this.moments = this.addState("moments", new Float64Array(this.numOutputs * FIELDS.length));
  }

  override compute(): OutputsValue<O> {
    const all = unpacked(this.moments).map(standardized);
    if (all.some(isDegenerate)) {
      console.warn(
        "The variance of predictions or target is close to zero. This can cause instability in Pearson correlation coefficient, leading to wrong results. " +
          "Consider re-scaling the input if possible. Setting the correlation coefficient to nan.",
      );
    }
    return oneOrAll(unpacked(this.moments).map((moments) => this.value(moments))) as OutputsValue<O>;
  }

  /** The value of one output. */
  protected value(moments: Moments): number {
    return correlation(moments);
  }

  protected override take(pair: Pair): void {
    if (!pair.areFloat) {
      throw new RangeError(
        `\`preds\` and \`target\` of ${this.constructor.name} must be float32 tensors. Use \`toFloat()\`.`,
      );
    }
    checkOutputs(this, pair, this.numOutputs);
    const [, columns] = rowsAndColumns(pair);
    const before = unpacked(this.moments);
    this.moments = packed(before.map((moments, c) => updated(moments, pair, c % columns, columns)));
  }

  protected override mergeStates({ moments }: Readonly<Record<string, StateValue>>): void {
    const theirs = unpacked(moments as Float64Array);
    this.moments = packed(unpacked(this.moments).map((own, c) => withShift(own, theirs[c] as Moments)));
  }
}

/** How well the predictions lie on the line where they equal the targets (torchmetrics/functional/regression/concordance.py). */
export class ConcordanceCorrCoef<O extends OutputsOptions = OutputsOptions> extends PearsonCorrCoef<O> {
  override readonly higherIsBetter: boolean | null = true;

  protected override value(moments: Moments): number {
    const [varX, varY] = [moments.varX / (moments.n - 1), moments.varY / (moments.n - 1)];
    const between = (moments.meanX - moments.meanY) ** 2;
    return (2 * correlation(moments) * Math.sqrt(varX) * Math.sqrt(varY)) / (varX + varY + between);
  }
}

function unpacked(moments: Float64Array): Moments[] {
  return Array.from({ length: moments.length / FIELDS.length }, (_, c) => {
    const at = c * FIELDS.length;
    return Object.fromEntries(FIELDS.map((field, i) => [field, moments[at + i]])) as unknown as Moments;
  });
}

function packed(all: readonly Moments[]): Float64Array {
  return Float64Array.from(all.flatMap((moments) => FIELDS.map((field) => moments[field])));
}

/** The moments with a batch's column taken in. */
function updated(before: Moments, { preds, target }: Pair, column: number, columns: number): Moments {
  const batch: Moments = { n: 0, meanX: 0, meanY: 0, mostX: 0, mostY: 0, varX: 0, varY: 0, cov: 0 };
  const each = (use: (x: number, y: number) => void) => {
    for (let i = column; i < preds.length; i += columns) use(preds[i] as number, target[i] as number);
  };
  each((x, y) => {
    batch.n++;
    batch.meanX += x;
    batch.meanY += y;
  });
  batch.meanX /= batch.n;
  batch.meanY /= batch.n;
  each((x, y) => {
    batch.varX += (x - batch.meanX) ** 2;
    batch.varY += (y - batch.meanY) ** 2;
    batch.cov += (x - batch.meanX) * (y - batch.meanY);
  });
  const after = merged(before, batch);
  // The largest distance is from the mean as it is now.
  each((x, y) => {
    after.mostX = Math.max(after.mostX, Math.abs(x - after.meanX));
    after.mostY = Math.max(after.mostY, Math.abs(y - after.meanY));
  });
  return after;
}

/** The moments of two sets of samples together. */
function merged(a: Moments, b: Moments): Moments {
  const n = a.n + b.n;
  if (n === 0) return { ...a };
  const [dx, dy] = [b.meanX - a.meanX, b.meanY - a.meanY];
  const correction = (a.n * b.n) / n;
  return {
    n,
    meanX: a.meanX + (dx * b.n) / n,
    meanY: a.meanY + (dy * b.n) / n,
    mostX: Math.max(a.mostX, b.mostX),
    mostY: Math.max(a.mostY, b.mostY),
    varX: a.varX + b.varX + correction * dx * dx,
    varY: a.varY + b.varY + correction * dy * dy,
    cov: a.cov + b.cov + correction * dx * dy,
  };
}

/** As `merged`, for workers, whose samples are gone: their largest distances grow by as much as the means move. */
function withShift(a: Moments, b: Moments): Moments {
  const after = merged(a, b);
  const most = (part: Moments, of: "mostX" | "mostY", mean: "meanX" | "meanY") =>
    part.n === 0 ? 0 : part[of] + Math.abs(part[mean] - after[mean]);
  return {
    ...after,
    mostX: Math.max(most(a, "mostX", "meanX"), most(b, "mostX", "meanX")),
    mostY: Math.max(most(a, "mostY", "meanY"), most(b, "mostY", "meanY")),
  };
}

interface Standardized {
  readonly x: number;
  readonly y: number;
  readonly xy: number;
}

/** Variances and covariance as shares of the largest distances. */
function standardized({ n, mostX, mostY, varX, varY, cov }: Moments): Standardized {
  return {
    x: (varX / (n - 1)) * mostX ** -2,
    y: (varY / (n - 1)) * mostY ** -2,
    xy: cov / (n - 1) / (mostX * mostY),
  };
}

/** Below the root of float32's precision a variance is noise. */
function isDegenerate({ x, y, xy }: Standardized): boolean {
  return !(x >= BOUND && y >= BOUND) || ![x, y, xy].every(Number.isFinite);
}

const BOUND = Math.sqrt(2 ** -23);

function correlation(moments: Moments): number {
  const scaled = standardized(moments);
  if (isDegenerate(scaled)) return Number.NaN;
  return Math.min(1, Math.max(-1, scaled.xy / Math.sqrt(scaled.x * scaled.y)));
}
