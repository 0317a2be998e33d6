import type { Metric } from "../metrics/metric.js";
import { Module } from "../nn/module.js";

/** A metric, or several in a collection: in PyTorch they are modules too, so that a summary lists them and counts their modes. */
export interface MetricPart {
  innerMetrics(): ReadonlyMap<string, Metric<unknown>>;
}

/** What a model is made of, by its path; a metric is in the mode of the module that it belongs to. */
export interface ModulePart {
  readonly path: string;
  readonly part: Module | MetricPart;
  readonly training: boolean;
}

/** Everything below a model, parents first, each once, in the order of the fields: modules, and the metrics that are fields of theirs. */
export function moduleParts(model: Module): ModulePart[] {
  const seen = new Set<unknown>([model]);
  const walk = (path: string, of: Module | MetricPart, mode: boolean): ModulePart[] =>
    partsOf(of).flatMap(([name, part]) => {
      if (seen.has(part)) return [];
      seen.add(part);
      const inner = path === "" ? name : `${path}.${name}`;
      const training = part instanceof Module ? part.training : mode;
      return [{ path: inner, part, training }, ...walk(inner, part, training)];
    });
  return walk("", model, model.training);
}

/** The direct ones alone, each once. */
export function directParts(model: Module): ModulePart[] {
  const { training: mode } = model;
  const seen = new Set<unknown>();
  return partsOf(model).flatMap(([path, part]) => {
    if (seen.has(part)) return [];
    seen.add(part);
    return [{ path, part, training: part instanceof Module ? part.training : mode }];
  });
}

function partsOf(part: Module | MetricPart): [string, Module | MetricPart][] {
  if (!(part instanceof Module)) return [...part.innerMetrics()] as unknown as [string, MetricPart][];
  const fields = Object.entries(part);
  const metrics = fields.filter((field): field is [string, MetricPart] => isMetricPart(field[1]));
  if (metrics.length === 0) return part.ownModules();
  const places = new Map(fields.map(([name], place) => [name, place]));
  return [...part.ownModules(), ...metrics].sort(([a], [b]) => (places.get(a) ?? -1) - (places.get(b) ?? -1));
}

function isMetricPart(value: unknown): value is MetricPart {
  return (
    typeof value === "object" && value !== null && "innerMetrics" in value && typeof value.innerMetrics === "function"
  );
}
