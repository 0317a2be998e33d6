import type { MetricDescription, RunDescription } from "../../../media/messages.js";

/** A run as the host describes it, with some metrics. */
export function describedRun(
  name: string,
  metrics: Readonly<Record<string, Partial<MetricDescription>>> = {},
  rest: Partial<RunDescription> = {},
): RunDescription {
  const described = Object.entries(metrics).map(([metric, values]) => ({
    name: metric,
    last: null,
    min: null,
    max: null,
    nonFinite: 0,
    ...values,
  }));
  return { id: name, name, status: "finished", detail: "", hparams: [], metrics: described, error: null, ...rest };
}
