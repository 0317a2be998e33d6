import type { Module } from "./module.js";
import { placeOf } from "./shapeError.js";

/** Computes what a layer does by a function that knows no layers: an error of it names the layer's path too. */
export function inLayer<T>(layer: Module, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const Kind = error instanceof RangeError ? RangeError : error instanceof TypeError ? TypeError : Error;
    throw new Kind(`${placeOf(layer)}: ${error.message}`, { cause: error });
  }
}
