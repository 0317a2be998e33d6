import { pathOf } from "./liveModules.js";
import type { Module } from "./module.js";

/**
 * The error of a layer that got an input it cannot take: which layer, what it got, what it wants.
 *
 * @param wanted what may come: `[batch, 4]`.
 * @param hint a sentence that helps to mend it.
 */
export function shapeError(layer: Module, got: readonly number[], wanted: string, hint = ""): Error {
  return new Error(
    `${placeOf(layer)} got an input of shape [${got.join(", ")}], and it wants ${wanted}.${hint === "" ? "" : ` ${hint}`}`,
  );
}

/** A layer for an error: its path in the model and how it was made, `encoder.0 (Linear(784, 64))`. */
export function placeOf(layer: Module): string {
  const path = pathOf(layer);
  return path === "" ? String(layer) : `${path} (${layer})`;
}
