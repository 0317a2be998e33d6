import { Metric } from "../metrics/metric.js";
import { MetricCollection } from "../metrics/metricCollection.js";
import { MetricTracker } from "../metrics/wrappers/metricTracker.js";
import type { Module } from "../nn/module.js";

/**
 * The metrics that are fields of a module and of its parts, or stand in lists and objects there, in collections and in wrappers, by their
 * place: `valAcc`, `head.losses.0`, `metrics.f1`.
 */
export function metricsOf(module: Module): ReadonlyMap<string, Metric> {
  const places = new Map<string, Metric>();
  for (const [path, part] of module.namedModules()) {
    for (const [name, field] of Object.entries(part)) note(places, path === "" ? name : `${path}.${name}`, field);
  }
  return places;
}

function note(places: Map<string, Metric>, place: string, field: unknown): void {
  if (field instanceof Metric) places.set(place, field);
  if (field instanceof Metric || field instanceof MetricCollection || field instanceof MetricTracker) {
    for (const [name, inner] of field.innerMetrics()) note(places, `${place}.${name}`, inner);
  } else if (typeof field === "object" && field !== null && isPlain(field)) {
    for (const [key, inner] of Object.entries(field)) {
      const isHolder = inner instanceof Metric || inner instanceof MetricCollection || inner instanceof MetricTracker;
      if (isHolder) note(places, `${place}.${key}`, inner);
    }
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
