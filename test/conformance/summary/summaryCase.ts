import { existsSync, readFileSync } from "node:fs";
import { tf } from "../../../runtime/backend/tf.js";
import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import { ModelSummary } from "../../../runtime/summary/modelSummary.js";
import type { Outcome } from "../outcome.js";
import type { Difference } from "../picture.js";
import { channelsLast, channelsLastText } from "./channelsLast.js";
import { modelOf } from "./modelOf.js";

/** A model's summary down to a depth, as data and as text. */
export interface SummaryCase {
  readonly model: string;
  readonly max_depth: number;
  readonly rows: readonly (readonly string[])[];
  readonly text_lines?: readonly string[];
  readonly layer_names?: readonly string[];
  readonly layer_types?: readonly string[];
  readonly [fact: string]: unknown;
}

export function isSummaryCase(value: unknown): value is SummaryCase {
  return typeof value === "object" && value !== null && "model" in value && "max_depth" in value && "rows" in value;
}

/** The same model here has the same summary, character for character. */
export async function runSummaryCase(golden: SummaryCase, path: string): Promise<Outcome> {
  const name = `${golden.model} to depth ${golden.max_depth}`;
  const model = modelOf(golden);
  if (model === null)
    return { kind: "failed", name, difference: { what: "model", expected: golden.model, got: "none of that name" } };
  const tensors = tf.memory().numTensors;
  const summary = new ModelSummary(model, { maxDepth: golden.max_depth });
  const left = tf.memory().numTensors - tensors;
  const difference =
    textDifference(String(summary), expectedLines(golden, path)) ??
    dataDifference(summary, golden) ??
    (left === 0 ? null : { what: "tensors left", expected: "0", got: String(left) });
  dispose(model);
  return difference === null ? { kind: "passed", name } : { kind: "failed", name, difference };
}

/** The text in the file, and the one beside it. */
function expectedLines(golden: SummaryCase, path: string): readonly (readonly string[])[] {
  const beside = path.replace(/\.json$/, ".txt");
  return [
    ...(golden.text_lines === undefined ? [] : [golden.text_lines]),
    ...(existsSync(beside) ? [readFileSync(beside, "utf8").replace(/\n$/, "").split("\n")] : []),
  ];
}

function textDifference(text: string, expected: readonly (readonly string[])[]): Difference | null {
  const got = text.split("\n");
  for (const lines of expected) {
    const wanted = lines.map(channelsLastText);
    const at = wanted.findIndex((line, i) => line !== got[i]);
    if (at >= 0) return { what: `line ${at}`, expected: wanted[at] as string, got: got[at] ?? "nothing more" };
    if (got.length > wanted.length)
      return { what: `line ${wanted.length}`, expected: "nothing more", got: got[wanted.length] as string };
  }
  return null;
}

function dataDifference(summary: ModelSummary, golden: SummaryCase): Difference | null {
  const { totalTrainingModes, totalParameters, trainableParameters, totalLayerParams, totalFlops } = summary;
  const facts: Readonly<Record<string, unknown>> = {
    rows: tableOf(String(summary)).slice(1),
    columns: tableOf(String(summary))[0],
    layer_names: summary.layerNames,
    layer_types: summary.layerTypes,
    param_nums: summary.paramNums,
    in_sizes: summary.inSizes,
    out_sizes: summary.outSizes,
    training_modes: summary.trainingModes,
    total_training_modes: totalTrainingModes,
    total_parameters: totalParameters,
    trainable_parameters: trainableParameters,
    total_layer_params: totalLayerParams,
    model_size_mb: summary.modelSize,
    total_flops: totalFlops,
    flop_counts: summary.flopCounts,
  };
  for (const [fact, value] of Object.entries(facts)) {
    if (!(fact in golden)) continue;
    const [got, expected] = [JSON.stringify(value), JSON.stringify(wanted(fact, golden[fact]))];
    if (got !== expected) return { what: fact, expected, got };
  }
  return null;
}

function wanted(fact: string, value: unknown): unknown {
  if (fact === "in_sizes" || fact === "out_sizes") return channelsLast(value);
  if (fact === "rows") return JSON.parse(channelsLastText(JSON.stringify(trimmed(value as string[][]))));
  if (fact === "columns") return (value as string[]).map((title) => title.trim());
  // Torch tells them by its operations; the runtime's operations are others, and their sum is the layer's.
  if (fact !== "flop_counts") return value;
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((all, flops) => all + flops, 0);
  return Object.fromEntries(
    Object.entries(value as Record<string, Record<string, number>>).map(([layer, counts]) => [layer, sum(counts)]),
  );
}

/** The cells of the table in a text. */
function tableOf(text: string): string[][] {
  const lines = text.split("\n");
  const end = lines.findLastIndex((line) => /^-+$/.test(line));
  return trimmed([lines[0], ...lines.slice(2, end)].map((line = "") => line.split(" | ")));
}

function trimmed(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row) => row.map((cell) => cell.trim()));
}

function dispose(model: LightningModule): void {
  tf.dispose(model.exampleInputArray as tf.TensorContainer);
  model.dispose();
}
