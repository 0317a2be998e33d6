import { type Named, wrong } from "../argumentChecks.js";
import type { CurvePoints } from "./curve.js";

/** The area under a curve, by trapezoids. */
export function area(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let total = 0;
  for (let i = 1; i < x.length; i++) {
    total += (((x[i] as number) - (x[i - 1] as number)) * ((y[i] as number) + (y[i - 1] as number))) / 2;
  }
  return total;
}

/** The area up to a false positive rate, standardized (McClish 1989) so that chance is 0.5 and the best 1. */
export function areaUpTo([fpr, tpr]: CurvePoints, maxFpr: number | null): number {
  if (maxFpr === null || maxFpr === 1 || fpr.every((rate) => rate === 0) || tpr.every((rate) => rate === 0)) {
    return area(fpr, tpr);
  }
  const stop = fpr.findIndex((rate) => rate > maxFpr);
  const [x0, x1] = [fpr[stop - 1] as number, fpr[stop] as number];
  const [y0, y1] = [tpr[stop - 1] as number, tpr[stop] as number];
  const edge = y0 + ((maxFpr - x0) / (x1 - x0)) * (y1 - y0);
  const part = area([...fpr.slice(0, stop), maxFpr], [...tpr.slice(0, stop), edge]);
  const least = 0.5 * maxFpr ** 2;
  return 0.5 * (1 + (part - least) / (maxFpr - least));
}

/** @throws unless it is null, or above 0 and at most 1. */
export function requireMaxFpr(metric: Named, maxFpr: unknown): void {
  if (maxFpr === null || (typeof maxFpr === "number" && maxFpr > 0 && maxFpr <= 1)) return;
  throw wrong(metric, "maxFpr", maxFpr, "null, or a number above 0 and at most 1");
}
