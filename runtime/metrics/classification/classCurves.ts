import { requireOneOf } from "../argumentChecks.js";
import type { CurvePoints } from "./curve.js";
import { macroCurve } from "./curveAverage.js";

/** `[x, y, thresholds]` of one curve. */
export type CurveLists = readonly [x: number[], y: number[], thresholds: number[]];

/** The curves of the classes: for each of them x, for each y, for each thresholds (one list of them when they were chosen before). */
export type ClassCurves = readonly [x: number[][], y: number[][], thresholds: number[][] | number[]];

/** How the curves of classes become one; null keeps them apart. */
export interface CurveAveraging {
  /** Null, the default: a curve for each class. "micro": one over all questions. "macro": their mean. */
  readonly average?: "micro" | "macro" | null;
}

/** The default of `average`. */
export const AVERAGING = { average: null };

/** @throws when `average` is unknown. */
export function requireCurveAverage(metric: object, options: object): void {
  requireOneOf(metric, "average", (options as CurveAveraging).average, ["micro", "macro", null]);
}

/** The curves as one, or apart. */
export function averagedCurves(
  curves: readonly CurvePoints[],
  options: object,
  shareThresholds: boolean,
  falling: boolean,
): ClassCurves | CurveLists {
  const { average } = options as CurveAveraging;
  if (average === "micro") return listed(curves[0] as CurvePoints);
  return average === "macro" ? listed(macroCurve(curves, falling)) : apart(curves, shareThresholds);
}

/** Each class's x, each class's y, each class's thresholds; thresholds that were chosen before are the same for all. */
export function apart(curves: readonly CurvePoints[], shareThresholds: boolean): ClassCurves {
  const thresholds = curves.map(([, , one]) => [...one]);
  return [
    curves.map(([x]) => [...x]),
    curves.map(([, y]) => [...y]),
    shareThresholds ? (thresholds[0] as number[]) : thresholds,
  ];
}

/** A curve as lists. */
export function listed([x, y, thresholds]: CurvePoints): CurveLists {
  return [[...x], [...y], [...thresholds]];
}
