import { Running } from "../../../runtime/metrics/index.js";
import type { Difference } from "../picture.js";
import type { GoldenMetricError } from "./metricErrors.js";

/** A case of torchmetrics' that the runtime does not repeat. */
interface Accident {
  readonly reason: string;
  happens(
    metric: string,
    args: Readonly<Record<string, unknown>>,
    got: Error | null,
    wanted: GoldenMetricError | null,
  ): boolean;
}

const ENGINE_TEXTS =
  /^Tensors must have same number of dimensions|^index -?\d+ is out of bounds for dimension|^The size of tensor a \(\d+\) must match|^Dimension out of range|^output with shape .* doesn't match the broadcast shape|^only integer tensors of a single element|^too many indices for tensor|^list index out of range$/;

const ACCIDENTS: readonly Accident[] = [
  {
    reason: "torchmetrics fails by accident, with an error of torch's or Python's, on a batch that it should take",
    happens: (_metric, _args, got, wanted) => got === null && wanted !== null && ENGINE_TEXTS.test(wanted.message),
  },
  {
    reason: "torchmetrics adds the counts of a micro-averaged curve with thresholds to every class's",
    happens: (metric, args, got, wanted) =>
      /^(?:Multiclass)?(?:ROC|EER|PrecisionRecallCurve)$/.test(metric) &&
      (args["task"] ?? "multiclass") === "multiclass" &&
      args["average"] === "micro" &&
      (args["thresholds"] ?? null) !== null &&
      got === null &&
      wanted === null,
  },
];

/** Why a case does not apply; undefined: it does. */
export function accidentOf(...found: Parameters<Accident["happens"]>): string | undefined {
  return ACCIDENTS.find(({ happens }) => happens(...found))?.reason;
}

/** Why a metric that was made does not apply. */
export function accidentOfWrapper(made: object): string | undefined {
  if (!(made instanceof Running)) return undefined;
  const states = Object.values(made.baseMetric.metricState);
  return states.some(Array.isArray) ? "torchmetrics' Running empties the lists that it has put aside" : undefined;
}

/** No difference: a case that the runtime does not repeat. */
export class NotApplicable implements Difference {
  readonly expected = "";
  readonly got = "";

  /** @param what the reason. */
  constructor(readonly what: string) {}
}
