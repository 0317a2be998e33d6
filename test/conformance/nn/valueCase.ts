import * as nn from "../../../runtime/nn/index.js";
import type { Difference } from "../picture.js";
import { initialized, ourName } from "./initFunction.js";
import { heldByNewLayer } from "./newLayer.js";
import type { ValueCase } from "./nnCase.js";

/** What a function gives, or what a new layer holds, exactly. */
export function valueDifference({ fn, args, value }: ValueCase): Difference | null {
  const got = flat(computed(fn, args));
  const wanted = flat(value);
  // One number may stand for all.
  const all = wanted.length === 1 ? got.map(() => wanted[0] as number) : wanted;
  const isNear = (one: number, i: number) => Math.abs(one - (all[i] as number)) <= 1e-6 * Math.max(1, Math.abs(one));
  if (got.length === all.length && got.every(isNear)) return null;
  return { what: fn, expected: JSON.stringify(wanted), got: JSON.stringify(got) };
}

function computed(fn: string, args: Readonly<Record<string, unknown>>): unknown {
  const { shape, ...rest } = args;
  if (fn === "calculate_gain") {
    const { nonlinearity, param } = args as { nonlinearity: nn.Nonlinearity; param?: number | null };
    return nn.init.calculateGain(nonlinearity, param ?? undefined);
  }
  if (fn === "_calculate_fan_in_and_fan_out") {
    const { fanIn, fanOut } = nn.init.fans(shape as readonly number[]);
    return [fanIn, fanOut];
  }
  if (Array.isArray(shape) && ourName(fn) in nn.init) {
    const tensor = initialized(fn, shape as number[], rest);
    const values = [...tensor.dataSync()];
    tensor.dispose();
    return values;
  }
  return heldByNewLayer(fn);
}

/** All numbers in it, in order. */
function flat(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap(flat);
  if (typeof value !== "object" || value === null) return [];
  return "values" in value ? flat(value.values) : Object.values(value).flatMap(flat);
}
