import { tf } from "../../../runtime/backend/tf.js";
import type { Json } from "../goldenCase.js";
import { camel } from "../names.js";
import type { Difference } from "../picture.js";
import { FLOAT32, FLOAT64, numbersDifference } from "./nearNumbers.js";
import type { AnyOptimizer } from "./subject.js";

/** How the options that were not given differ from torch's defaults. */
export function defaultsDifference({ defaults }: AnyOptimizer, wanted: Json | undefined): Difference | null {
  if (wanted === undefined) return null;
  const own = { ...defaults } as Json;
  for (const [name, value] of Object.entries(wanted)) {
    const difference = numbersDifference(`default ${name}`, own[camel(name)], value, FLOAT64);
    if (difference !== null) return difference;
  }
  return surplus("default", Object.keys(own), Object.keys(wanted));
}

/** How what is remembered of the first parameter differs. Only here every parameter's steps are counted. */
export function stateDifference(optimizer: AnyOptimizer, wanted: Json | undefined): Difference | null {
  if (wanted === undefined) return null;
  const own = (optimizer.stateDict()["state"] as Readonly<Record<string, Json>>)["0"] ?? {};
  for (const [name, value] of Object.entries(wanted)) {
    const ours = own[camel(name)];
    const difference = numbersDifference(
      `state ${name}`,
      ours instanceof tf.Tensor ? ours.dataSync() : ours,
      value,
      FLOAT32,
    );
    if (difference !== null) return difference;
  }
  return surplus("state", Object.keys(own), [...Object.keys(wanted), "step"]);
}

function surplus(what: string, ours: readonly string[], theirs: readonly string[]): Difference | null {
  const known = theirs.map(camel);
  const unknown = ours.find((name) => !known.includes(name));
  return unknown === undefined ? null : { what: `${what}s`, expected: known.join(", "), got: unknown };
}
