import { dot, type FlatVector, largestSize } from "./flatVector.js";

/** A place on the line: how far along, with the loss, the gradient, and the slope along the line there. */
export interface LinePoint {
  readonly t: number;
  readonly loss: number;
  readonly gradient: FlatVector;
  readonly slope: number;
}

export interface LineSearch {
  /** Loss and gradient at a distance along the line. */
  readonly evaluate: (t: number) => { readonly loss: number; readonly gradient: FlatVector };
  /** The line's beginning. */
  readonly start: LinePoint;
  readonly direction: FlatVector;
  /** The distance that is tried first. */
  readonly firstStep: number;
  readonly maxIterations: number;
}

/** Least share of the promised descent, greatest share of the slope that may be left, and the smallest bracket. */
const [DESCENT, CURVATURE, SMALLEST] = [1e-4, 0.9, 1e-9];

/** A distance that satisfies the strong Wolfe conditions, by bracketing and cubic interpolation (torch/optim/lbfgs.py, `_strong_wolfe`). */
export function strongWolfe(search: LineSearch): { readonly point: LinePoint; readonly evaluations: number } {
  const line = new Line(search);
  const { bracket, isDone } = bracketed(search, line);
  return { point: isDone ? bracket[0] : zoomed(search, line, bracket), evaluations: line.evaluations };
}

type Bracket = readonly [LinePoint, LinePoint];

/** Counts the evaluations. */
class Line {
  evaluations = 0;

  constructor(private readonly search: LineSearch) {}

  at(t: number): LinePoint {
    this.evaluations++;
    const { loss, gradient } = this.search.evaluate(t);
    return { t, loss, gradient, slope: dot(gradient, this.search.direction) };
  }
}

function isTooHigh({ loss, t }: LinePoint, { start }: LineSearch): boolean {
  return loss > start.loss + DESCENT * t * start.slope;
}

function isFlatEnough({ slope }: LinePoint, { start }: LineSearch): boolean {
  return Math.abs(slope) <= -CURVATURE * start.slope;
}

/** Goes out until the minimum lies between two points. */
function bracketed(search: LineSearch, line: Line): { readonly bracket: Bracket; readonly isDone: boolean } {
  let previous = search.start;
  let point = line.at(search.firstStep);
  for (let i = 0; i < search.maxIterations; i++) {
    if (isTooHigh(point, search) || (i > 1 && point.loss >= previous.loss))
      return { bracket: [previous, point], isDone: false };
    if (isFlatEnough(point, search)) return { bracket: [point, point], isDone: true };
    if (point.slope >= 0) return { bracket: [previous, point], isDone: false };
    const next = interpolated(previous, point, [point.t + 0.01 * (point.t - previous.t), point.t * 10]);
    previous = point;
    point = line.at(next);
  }
  return { bracket: [search.start, point], isDone: false };
}

/** Makes the bracket smaller around the minimum. Its two points keep their places, in which order they are interpolated. */
function zoomed(search: LineSearch, line: Line, bracket: Bracket): LinePoint {
  const points: [LinePoint, LinePoint] = [...bracket];
  let low: 0 | 1 = lowerOf(points);
  const size = largestSize(search.direction);
  let wasNearEdge = false;
  for (let i = line.evaluations - 1; i < search.maxIterations; i++) {
    const [first, second] = points;
    if (Math.abs(second.t - first.t) * size < SMALLEST) break;
    const trial = awayFromEdge(interpolated(first, second), first.t, second.t, wasNearEdge);
    wasNearEdge = trial.isNearEdge;
    const point = line.at(trial.t);
    const high = low === 0 ? 1 : 0;
    if (isTooHigh(point, search) || point.loss >= points[low].loss) {
      points[high] = point;
      low = lowerOf(points);
      continue;
    }
    const isDone = isFlatEnough(point, search);
    if (!isDone && point.slope * (points[high].t - points[low].t) >= 0) points[high] = points[low];
    points[low] = point;
    if (isDone) break;
  }
  return points[low];
}

function lowerOf([first, second]: Bracket): 0 | 1 {
  return first.loss <= second.loss ? 0 : 1;
}

/** A trial at an edge of the bracket makes no progress: the second in a row is moved a tenth inwards. */
function awayFromEdge(
  t: number,
  a: number,
  b: number,
  wasNearEdge: boolean,
): { readonly t: number; readonly isNearEdge: boolean } {
  const [least, most] = [Math.min(a, b), Math.max(a, b)];
  const margin = 0.1 * (most - least);
  if (Math.min(most - t, t - least) >= margin) return { t, isNearEdge: false };
  if (!wasNearEdge && t < most && t > least) return { t, isNearEdge: true };
  return { t: Math.abs(t - most) < Math.abs(t - least) ? most - margin : least + margin, isNearEdge: false };
}

/** The minimum of the cubic through two points with their slopes, within bounds. */
function interpolated(a: LinePoint, b: LinePoint, bounds?: readonly [number, number]): number {
  const [least, most] = bounds ?? (a.t <= b.t ? [a.t, b.t] : [b.t, a.t]);
  const d1 = a.slope + b.slope - (3 * (a.loss - b.loss)) / (a.t - b.t);
  const square = d1 ** 2 - a.slope * b.slope;
  if (!(square >= 0)) return (least + most) / 2;
  const d2 = Math.sqrt(square);
  const minimum =
    a.t <= b.t
      ? b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
      : a.t - (a.t - b.t) * ((a.slope + d2 - d1) / (a.slope - b.slope + 2 * d2));
  return Math.min(Math.max(minimum, least), most);
}
