import type { Difference } from "../picture.js";
import type { DistributionRule } from "./nnCase.js";

/** So many values tell a distribution from another. */
const ENOUGH = 10_000;

/** How drawn values differ from the rule that they should follow; null: they do not. */
export function distributionDifference(
  what: string,
  rule: DistributionRule,
  draw: () => ArrayLike<number>,
): Difference | null {
  const values: number[] = [];
  while (values.length < ENOUGH) {
    const drawn = Array.from(draw());
    if (drawn.length === 0) return null;
    for (const value of drawn) values.push(value);
  }
  const wrong = rule.distribution === "constant" ? constantFault(values, rule) : spreadFault(values, rule);
  return wrong === null ? null : { ...wrong, what: `${wrong.what} of ${what}` };
}

function constantFault(values: readonly number[], { value }: DistributionRule): Difference | null {
  const wanted = Math.fround(value ?? 0);
  const other = values.find((one) => one !== wanted);
  return other === undefined ? null : { what: "value", expected: String(wanted), got: String(other) };
}

function spreadFault(values: readonly number[], rule: DistributionRule): Difference | null {
  const { mean: wantedMean = 0, std: wantedStd = 1, low = -Infinity, high = Infinity } = rule;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const std = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const slack = 5 / Math.sqrt(values.length);
  const [least, largest] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  const span = high - low;
  const outside = Number.isFinite(span) ? 1e-6 * span : 0;
  const edge = rule.distribution === "uniform" ? span / 100 : Infinity;
  const checks: readonly (readonly [string, boolean, string, number])[] = [
    ["mean", Math.abs(mean - wantedMean) <= slack * wantedStd, String(wantedMean), mean],
    ["standard deviation", Math.abs(std / wantedStd - 1) <= slack, String(wantedStd), std],
    ["minimum", least >= low - outside && least - low <= edge, `${low} or little above`, least],
    ["maximum", largest <= high + outside && high - largest <= edge, `${high} or little below`, largest],
  ];
  const failed = checks.find(([, holds]) => !holds);
  return failed === undefined ? null : { what: failed[0], expected: failed[2], got: String(failed[3]) };
}
