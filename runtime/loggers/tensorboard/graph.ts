import type { SummaryRow } from "../../protocol/summaryFile.js";
import { bytes, type Field, integer, message, nested, text } from "./protobuf.js";

/**
 * The layers of a model as a graph: a node for each, in the boxes of its containers, one after the other in the order in which the
 * model has them. What a `forward` does between its layers is not known.
 */
export function layerGraph(rows: readonly SummaryRow[]): Uint8Array {
  const layers = rows.filter(({ name }) => !rows.some((other) => other.name.startsWith(`${name}.`)));
  const nodes = layers.map((row, i) => node(row, layers[i - 1]?.name ?? null));
  return message(node(null, null), ...nodes, nested(4, integer(1, 22)));
}

const INPUT = "input";

/** @param before the layer whose output it takes; null: the model's input. */
function node(row: SummaryRow | null, before: string | null): Field {
  if (row === null) return nested(1, text(1, INPUT), text(2, "Placeholder"));
  return nested(
    1,
    text(1, nodeName(row.name)),
    text(2, row.type),
    text(3, before === null ? INPUT : nodeName(before)),
    attribute("parameters", integer(3, row.params)),
    attribute("training", text(2, row.mode)),
    ...(row.outSizes === null ? [] : [attribute("output", text(2, row.outSizes))]),
  );
}

/** TensorBoard draws a box for each part of a name before a slash. */
function nodeName(layer: string): string {
  return layer.replaceAll(".", "/");
}

function attribute(name: string, value: Field): Field {
  return nested(5, text(1, name), bytes(2, value));
}
