import * as v from "valibot";

/*
 * Every message between a webview and its host. A webview pulls: the host only says that something changed, because nothing can be
 * posted to a hidden webview. What comes from a webview is parsed at the host's door; what comes from the host is its own.
 */

/** Where a run is; `unknown`: no run.json, as with runs of Python's Lightning. */
export type RunStatus = "running" | "finished" | "interrupted" | "failed" | "unknown";

/** A run as a panel lists it. */
export interface RunDescription {
  /** The run's folder: unique. */
  readonly id: string;
  /** Short name, such as `version_3`. */
  readonly name: string;
  readonly status: RunStatus;
  /** A few words, such as `epoch 3/12 · 40 s`; may be empty. */
  readonly detail: string;
  /** Hyperparameters as text, in the file's order. */
  readonly hparams: readonly (readonly [name: string, value: string])[];
  /** Metrics that it has logged, sorted by name. */
  readonly metrics: readonly MetricDescription[];
  /** Why its files cannot be read; null: they can. */
  readonly error: string | null;
}

export interface MetricDescription {
  readonly name: string;
  /** Last logged finite value; null: none. */
  readonly last: number | null;
  /** Smallest and largest finite value; null: none. */
  readonly min: number | null;
  readonly max: number | null;
  /** Values that are NaN or infinite, which no chart can place. */
  readonly nonFinite: number;
}

/** What charts have along the bottom. */
export type Axis = "step" | "epoch";

// ---- Metrics panel: webview → host ----

const axis = v.picklist(["step", "epoch"]);
const finite = v.pipe(v.number(), v.finite());

/** Asks for what one chart draws. Answered by a `frame` with the same `id`. */
const frameRequest = v.object({
  kind: v.literal("frame"),
  id: v.pipe(v.number(), v.integer()),
  metric: v.string(),
  /** Runs to draw, by id; those without the metric come back empty. */
  runs: v.pipe(v.array(v.string()), v.maxLength(200)),
  axis,
  /** The part of the axis that is shown; null: all of it. */
  range: v.nullable(v.tuple([finite, finite])),
  /** Buckets across: the chart's width in pixels. */
  width: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096)),
  /** Weight of the moving average in [0, 0.999]; 0: none. */
  smoothing: v.pipe(v.number(), v.minValue(0), v.maxValue(0.999)),
});

const metricsRequest = v.variant("kind", [
  /** The webview was loaded, or is visible again: it wants `runs`. */
  v.object({ kind: v.literal("ready") }),
  frameRequest,
  /** Opens a run's model summary. */
  v.object({ kind: v.literal("openSummary"), run: v.string() }),
]);

export type FrameRequest = v.InferOutput<typeof frameRequest>;
export type MetricsRequest = v.InferOutput<typeof metricsRequest>;

/** A checked message of the metrics panel, or null. */
export function parseMetricsRequest(value: unknown): MetricsRequest | null {
  const result = v.safeParse(metricsRequest, value);
  return result.success ? result.output : null;
}

// ---- Metrics panel: host → webview ----

/** The values of one chart, reduced to one bucket a pixel. */
export interface Frame {
  readonly kind: "frame";
  readonly id: number;
  readonly metric: string;
  /** The part of the axis that the buckets span; null: there are no values. */
  readonly range: readonly [number, number] | null;
  readonly buckets: number;
  readonly runs: readonly string[];
  /**
   * float64, row after row of `buckets` numbers: the buckets' places on the axis, then for each run of `runs` three rows: smallest value,
   * largest value, line to draw (smoothed, or the last value of the bucket). NaN: the run has no value there.
   */
  readonly data: ArrayBuffer;
}

export type MetricsMessage =
  /** The runs that there are, newest first, and those to show at first. Sent when asked, and when a run appears, changes or ends. */
  | { readonly kind: "runs"; readonly runs: readonly RunDescription[]; readonly selected: readonly string[] }
  /** Values were added to some runs: visible charts ask again. */
  | { readonly kind: "changed"; readonly runs: readonly string[] }
  /** Shows these runs, and only these: the user chose them in the editor. */
  | { readonly kind: "select"; readonly runs: readonly string[] }
  | Frame;

/** What a metrics panel keeps across a reload of the window. */
export interface MetricsState {
  readonly selected: readonly string[];
  readonly axis: Axis;
  readonly smoothing: number;
  readonly logScale: boolean;
}

// ---- Summary panel ----

/** One row of a model summary; rows are in depth-first order. */
export interface SummaryRow {
  /** Path from the model, such as `encoder.0`. */
  readonly name: string;
  readonly type: string;
  /** 1 for the model's own children. */
  readonly depth: number;
  readonly params: number;
  readonly trainableParams: number;
  readonly mode: "train" | "eval";
  readonly flops: number;
  /** Shapes of an example's way through; null: there was no example. */
  readonly inSizes: string | null;
  readonly outSizes: string | null;
  /** True when the host knows where the layer is made. */
  readonly hasSource: boolean;
}

export interface SummaryView {
  readonly run: string;
  readonly model: string;
  readonly rows: readonly SummaryRow[];
  readonly totals: {
    readonly trainableParams: number;
    readonly nonTrainableParams: number;
    readonly totalParams: number;
    /** Megabytes (10^6 bytes) of the parameters. */
    readonly sizeMb: number;
    readonly modulesInTrain: number;
    readonly modulesInEval: number;
    readonly flops: number;
  };
}

export type SummaryMessage =
  | { readonly kind: "summary"; readonly summary: SummaryView }
  /** There is none: why, and what to do. */
  | { readonly kind: "none"; readonly message: string };

const summaryRequest = v.variant("kind", [
  v.object({ kind: v.literal("ready") }),
  /** Shows the line that made the layer of a row. */
  v.object({ kind: v.literal("reveal"), row: v.pipe(v.number(), v.integer(), v.minValue(0)) }),
  /** Copies the table as Markdown. */
  v.object({ kind: v.literal("copy") }),
]);

export type SummaryRequest = v.InferOutput<typeof summaryRequest>;

/** A checked message of the summary panel, or null. */
export function parseSummaryRequest(value: unknown): SummaryRequest | null {
  const result = v.safeParse(summaryRequest, value);
  return result.success ? result.output : null;
}

// ---- Tensor panel ----

/** A tensor that the debugger is stopped at. */
export interface TensorView {
  /** The expression or the name under which it was opened. */
  readonly name: string;
  /** As in the list of variables. */
  readonly text: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Over all values; null: they are no numbers. Means and extremes are null when no value is finite. */
  readonly statistics: {
    readonly values: number;
    readonly nan: number;
    readonly infinite: number;
    readonly mean: number | null;
    readonly std: number | null;
    readonly min: number | null;
    readonly max: number | null;
  } | null;
  /** Counts of the finite values in equal parts from the smallest to the largest. */
  readonly histogram: readonly number[];
}

export type TensorMessage =
  /** The tensor as it is at this stop. */
  | { readonly kind: "tensor"; readonly tensor: TensorView }
  /** What is shown is of an earlier stop: why. Null: it is of this one. */
  | { readonly kind: "stale"; readonly why: string | null }
  /** Answers a request for a block. float32, row-major; complex numbers as their magnitudes. */
  | { readonly kind: "block"; readonly id: number; readonly data: ArrayBuffer }
  | { readonly kind: "strings"; readonly id: number; readonly values: readonly string[] }
  /** A block, or a copy, could not be had: why. */
  | { readonly kind: "failed"; readonly id: number | null; readonly message: string };

/** Values that one block may have. */
export const MAX_BLOCK_VALUES = 2 ** 22;
/** Characters that a webview may copy. */
const MAX_COPIED = 2 ** 23;

const dimension = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const dimensions = v.pipe(v.array(dimension), v.maxLength(8));

const tensorRequest = v.variant("kind", [
  v.object({ kind: v.literal("ready") }),
  /** Asks for a part: of each dimension the indices from `begin` on, `size` of them. */
  v.pipe(
    v.object({ kind: v.literal("block"), id: dimension, begin: dimensions, size: dimensions }),
    v.check(({ begin, size }) => begin.length === size.length && size.reduce((a, b) => a * b, 1) <= MAX_BLOCK_VALUES),
  ),
  /** Copies all values as JSON. */
  v.object({ kind: v.literal("copyJson") }),
  /** Writes all values to a file that NumPy reads. */
  v.object({ kind: v.literal("saveNpy") }),
  /** Copies a text. */
  v.object({ kind: v.literal("copyText"), text: v.pipe(v.string(), v.maxLength(MAX_COPIED)) }),
]);

export type TensorRequest = v.InferOutput<typeof tensorRequest>;

/** A checked message of a tensor panel, or null. */
export function parseTensorRequest(value: unknown): TensorRequest | null {
  const result = v.safeParse(tensorRequest, value);
  return result.success ? result.output : null;
}
