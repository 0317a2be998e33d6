/** How the learning rate grows from trial to trial. */
export type LrFindMode = "exponential" | "linear";

/** The learning rates that were tried, with the loss that each gave, smoothed. */
export interface LrFindResults {
  readonly lr: readonly number[];
  readonly loss: readonly number[];
}

/** What `lrFind` found. */
export class LrFinder {
  #optimalIdx: number | null = null;

  constructor(
    readonly mode: LrFindMode,
    readonly lrMin: number,
    readonly lrMax: number,
    readonly numTraining: number,
    readonly results: LrFindResults,
  ) {}

  /** Where in the results the last suggestion stands; null: there was none. */
  get optimalIdx(): number | null {
    return this.#optimalIdx;
  }

  /**
   * The learning rate at which the loss falls most steeply.
   *
   * @param options.skipBegin results to leave out at the start, where the loss is not smooth yet; default 10.
   * @param options.skipEnd and at the end; default 1.
   * @returns null when there are fewer than two points.
   */
  suggestion({ skipBegin = 10, skipEnd = 1 } = {}): number | null {
    const { lr, loss } = this.results;
    const points = loss
      .map((value, index) => ({ index, x: Math.fround(lr[index] ?? Number.NaN), y: Math.fround(value) }))
      .slice(skipBegin, loss.length - skipEnd)
      .filter(({ y }) => Number.isFinite(y));
    if (points.length < 2) {
      console.error(
        "Failed to compute suggestion for learning rate because there are not enough points. Increase the number of training steps, or the size of your data set.",
      );
      this.#optimalIdx = null;
      return null;
    }
    const gradients = gradientsOf(points);
    const steepest = gradients.indexOf(Math.min(...gradients));
    this.#optimalIdx = points[steepest]?.index ?? null;
    return this.#optimalIdx === null ? null : (lr[this.#optimalIdx] ?? null);
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** dy/dx at each point, of second order for points that are not evenly spaced (torch.gradient). */
export function gradientsOf(points: readonly Point[]): number[] {
  const slope = (a: Point, b: Point) => (b.y - a.y) / (b.x - a.x);
  return points.map((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    if (before === undefined) return after === undefined ? 0 : slope(point, after);
    if (after === undefined) return slope(before, point);
    const [left, right] = [point.x - before.x, after.x - point.x];
    return (slope(before, point) * right + slope(point, after) * left) / (left + right);
  });
}
