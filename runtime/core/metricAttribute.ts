import { MisconfigurationException } from "../errors.js";
import { Metric } from "../metrics/metric.js";
import type { Module } from "../nn/module.js";

/** Metrics that were found already. */
const found = new WeakSet<Metric>();

/**
 * A logged metric must be a field of the module or of one of its parts: its state is the run's, and is reset at an epoch's end.
 *
 * @throws when no field holds it.
 */
export function requireAttribute(module: Module, metric: Metric, name: string): void {
  if (found.has(metric)) return;
  if (!module.modules().some((part) => Object.values(part).some((field) => holds(field, metric)))) {
    throw new MisconfigurationException(
      `\`this.log("${name}", metric)\` was given a ${metric.constructor.name} that no field of ${module.constructor.name} holds. Make it once, as a field of the module, and update it in the steps.`,
    );
  }
  found.add(metric);
}

/** Fields may be metrics, or lists and objects of them. */
function holds(field: unknown, metric: Metric): boolean {
  if (field === metric) return true;
  if (typeof field !== "object" || field === null || field instanceof Metric) return false;
  const isPlain = Array.isArray(field) || Object.getPrototypeOf(field) === Object.prototype;
  return isPlain && Object.values(field).includes(metric);
}
