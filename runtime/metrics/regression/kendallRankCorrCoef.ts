import { requireOneOf, requireWhole } from "../argumentChecks.js";
import { completed, shown } from "../metricOptions.js";
import { sortedPlaces } from "../sortedPlaces.js";
import { normalCdf } from "./normalCdf.js";
import type { OutputsOptions } from "./outputErrors.js";
import { oneOrAll } from "./regressionMetric.js";
import { KeptPairsMetric } from "./spearmanCorrCoef.js";

export interface KendallOptions extends OutputsOptions {
  /** How ties are accounted for; default "b". */
  readonly variant?: "a" | "b" | "c";
  /** Gives `[tau, p]` with the probability of such a tau by chance; default false. */
  readonly tTest?: boolean;
  /** What that probability is of; default "two-sided". */
  readonly alternative?: "two-sided" | "less" | "greater" | null;
}

export type KendallValue = number | number[] | [tau: number | number[], p: number | number[]];

/** Share of the pairs that are in the same order less that of those which are not (torchmetrics/functional/regression/kendall.py). */
export class KendallRankCorrCoef extends KeptPairsMetric<KendallValue> {
  override readonly higherIsBetter: boolean | null = null;
  override readonly fullStateUpdate: boolean | null = true;
  protected override readonly numOutputs: number;
  private readonly options;

  constructor(given: KendallOptions = {}) {
    super(given);
    this.options = completed(this.constructor.name, given, {
      variant: "b",
      tTest: false,
      alternative: "two-sided" as string | null,
      numOutputs: 1,
    });
    const { variant, tTest, alternative, numOutputs } = this.options;
    if (typeof tTest !== "boolean") {
      throw new RangeError(`\`tTest\` of KendallRankCorrCoef must be true or false; it is ${shown(tTest)}.`);
    }
    requireOneOf(this, "variant", variant, ["a", "b", "c"]);
    if (tTest) requireOneOf(this, "alternative", alternative, ["two-sided", "less", "greater"]);
    requireWhole(this, "numOutputs", numOutputs, 1);
    this.numOutputs = numOutputs;
  }

  override compute(): KendallValue {
    const { variant, tTest, alternative } = this.options;
    const counts = this.columns().map(({ preds, target }) => pairCounts(preds, target));
    const taus = oneOrAll(counts.map((count) => Math.min(1, Math.max(-1, tau(count, variant)))));
    if (!tTest) return taus;
    const probabilities = counts.map((count) =>
      Number.isNaN(tau(count, variant)) ? Number.NaN : probability(count, variant, alternative as string),
    );
    return [taus, oneOrAll(probabilities)];
  }
}

/** How the pairs of two sequences lie. */
interface PairCounts {
  readonly n: number;
  readonly concordant: number;
  readonly discordant: number;
  readonly x: Ties;
  readonly y: Ties;
}

interface Ties {
  readonly distinct: number;
  /** Pairs of equal values. */
  readonly pairs: number;
  /** What the variance of tau is corrected by. */
  readonly p1: number;
  readonly p2: number;
}

function pairCounts(x: Float32Array, y: Float32Array): PairCounts {
  const order = sortedPlaces(x);
  const [xRanks, yRanks] = [denseRanks(x), denseRanks(y)];
  const seen = new Counter(yRanks.sizes.length);
  let [concordant, discordant] = [0, 0];
  for (let start = 0; start < order.length; ) {
    const size = xRanks.sizes[(xRanks.ranks[order[start] as number] as number) - 1] as number;
    for (let i = start; i < start + size; i++) {
      const rank = yRanks.ranks[order[i] as number] as number;
      concordant += seen.upTo(rank - 1);
      discordant += start - seen.upTo(rank);
    }
    for (let i = start; i < start + size; i++) seen.add(yRanks.ranks[order[i] as number] as number);
    start += size;
  }
  return { n: x.length, concordant, discordant, x: tiesOf(xRanks.sizes), y: tiesOf(yRanks.sizes) };
}

/** Ranks from 1 on, the same for equal values, and how many values have each. */
function denseRanks(values: Float32Array): { ranks: Int32Array; sizes: number[] } {
  const order = sortedPlaces(values);
  const ranks = new Int32Array(values.length);
  const sizes: number[] = [];
  for (let i = 0; i < order.length; i++) {
    const place = order[i] as number;
    if (i === 0 || values[place] !== values[order[i - 1] as number]) sizes.push(0);
    sizes[sizes.length - 1] = (sizes.at(-1) as number) + 1;
    ranks[place] = sizes.length;
  }
  return { ranks, sizes };
}

/** Counts places, and how many were counted up to one: a Fenwick tree. */
class Counter {
  readonly #tree: Float64Array;

  constructor(size: number) {
    this.#tree = new Float64Array(size + 1);
  }

  add(place: number): void {
    for (let i = place; i < this.#tree.length; i += i & -i) this.#tree[i] = (this.#tree[i] as number) + 1;
  }

  upTo(place: number): number {
    let total = 0;
    for (let i = place; i > 0; i -= i & -i) total += this.#tree[i] as number;
    return total;
  }
}

function tiesOf(sizes: readonly number[]): Ties {
  let [pairs, p1, p2] = [0, 0, 0];
  for (const n of sizes) {
    pairs += (n * (n - 1)) / 2;
    p1 += n * (n - 1) * (n - 2);
    p2 += n > 1 ? n * (n - 1) * (2 * n + 5) : 0;
  }
  return { distinct: sizes.length, pairs, p1, p2 };
}

function tau({ n, concordant, discordant, x, y }: PairCounts, variant: string): number {
  const difference = concordant - discordant;
  if (variant === "a") return difference / (concordant + discordant);
  if (variant === "b") {
    const all = Math.floor((n * (n - 1)) / 2);
    return difference / Math.sqrt((all - x.pairs) * (all - y.pairs));
  }
  const classes = Math.min(x.distinct, y.distinct);
  return (2 * difference) / (((classes - 1) / classes) * n ** 2);
}

function probability({ n, concordant, discordant, x, y }: PairCounts, variant: string, alternative: string): number {
  const difference = concordant - discordant;
  const base = n * (n - 1) * (2 * n + 5);
  const m = n * (n - 1);
  const variance =
    variant === "a"
      ? base / 18
      : (base - x.p2 - y.p2) / 18 + (2 * x.pairs * y.pairs) / m + (x.p1 * y.p1) / (9 * m * (n - 2));
  const t = difference / Math.sqrt(variance);
  switch (alternative) {
    case "two-sided":
      return 2 * normalCdf(-Math.abs(t));
    case "greater":
      return normalCdf(-t);
    default:
      return normalCdf(t);
  }
}
