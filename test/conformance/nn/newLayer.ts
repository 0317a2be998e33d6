import type { Module } from "../../../runtime/nn/module.js";
import { buildModule } from "./buildModule.js";
import { positionalNames } from "./constructorArguments.js";

/**
 * What a new layer holds, in words: `BatchNorm1d(2) buffers`, `Linear(2, 1) bias`, `Embedding(4, 3, padding_idx=1) padding row`. The numbers in
 * order.
 */
export function heldByNewLayer(words: string): number[] {
  const [, className = "", text = "", what = ""] = /^(\w+)\((.*)\)\W*(.*)$/.exec(words) ?? [];
  const names = [...positionalNames(className), "padding_idx"];
  const args = Object.fromEntries(
    text.split(",").map((part, i) => {
      const [first = "", second] = part.split("=").map((word) => word.trim());
      return second === undefined ? [names[i], Number(first)] : [first, Number(second)];
    }),
  );
  const layer = buildModule({ class: className, args });
  try {
    return held(layer, what, args["padding_idx"]);
  } finally {
    layer.dispose();
  }
}

function held(layer: Module, what: string, paddingIdx: number | undefined): number[] {
  if (what.includes("buffer")) return layer.buffers().flatMap((buffer) => [...buffer.dataSync()]);
  const state = layer.stateDict();
  const weight = state["weight"];
  if (paddingIdx !== undefined && weight !== undefined) {
    const [rows = 0, columns = 0] = weight.shape;
    const row = paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
    return [...weight.dataSync().slice(row * columns, (row + 1) * columns)];
  }
  const entry = Object.keys(state).find((name) => what.includes(name));
  if (entry === undefined) throw new Error(`It is not known here what "${what}" of a layer is.`);
  return [...(state[entry]?.dataSync() ?? [])];
}
