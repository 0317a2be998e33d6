import * as metrics from "../metrics/index.js";
import * as nn from "../nn/index.js";

/** The names of the runtime's layers and metrics: those of their classes may have been changed by a bundler. */
const NAMES = new Map<unknown, string>(
  [...Object.entries(nn), ...Object.entries(metrics)].map(([name, layer]) => [layer, name]),
);

/** The name of the class of a module or a metric. */
export function layerType(part: object): string {
  return NAMES.get(part.constructor) ?? part.constructor.name;
}
