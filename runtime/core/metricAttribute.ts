import { MisconfigurationException } from "../errors.js";
import type { Metric } from "../metrics/metric.js";
import type { Module } from "../nn/module.js";
import { metricsOf } from "./metricPlaces.js";

/** Metrics that were found already. */
const found = new WeakSet<Metric>();

/**
 * A logged metric must be a field of the module or of one of its parts, or in a collection that is one: its state is the run's, and is reset
 * at an epoch's end.
 *
 * @throws when no field holds it.
 */
export function requireAttribute(module: Module, metric: Metric, name: string): void {
  if (found.has(metric)) return;
  if (![...metricsOf(module).values()].includes(metric)) {
    throw new MisconfigurationException(
      `\`this.log("${name}", metric)\` was given a ${metric.constructor.name} that no field of ${module.constructor.name} holds. Make it once, as a field of the module, and update it in the steps.`,
    );
  }
  found.add(metric);
}
