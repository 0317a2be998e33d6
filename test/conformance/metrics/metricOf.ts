import type { Metric } from "../../../runtime/metrics/index.js";
import * as metrics from "../../../runtime/metrics/index.js";
import * as text from "../../../runtime/metrics/text/index.js";
import { camel } from "../names.js";
import { plain } from "./floats.js";

/** Arguments that come before the options, in the constructors of wrappers and collections. */
type Constructor = new (...args: readonly unknown[]) => Metric<unknown>;

/** A metric by its name in torchmetrics, with torchmetrics' arguments. */
export function metricOf(name: string, args: Readonly<Record<string, unknown>>): Metric<unknown> {
  return new (classOf(name))(optionsOf(args));
}

export function classOf(name: string): Constructor {
  const found = (metrics as Readonly<Record<string, unknown>>)[name];
  if (typeof found === "function") return found as Constructor;
  throw new UnknownMetric(`The runtime has no metric \`${name}\`.`);
}

/** True for the metrics whose `update` takes texts. */
export function readsTexts(name: string): boolean {
  return name in text && name !== "Perplexity";
}

export function optionsOf(args: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [camel(name), plain(value)]));
}

/** No error of a metric's: there is none of that name. */
export class UnknownMetric extends Error {
  override name = "UnknownMetric";
}
