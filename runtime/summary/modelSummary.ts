import { tf } from "../backend/tf.js";
import type { LightningModule } from "../core/lightningModule.js";
import { originalPlace } from "../loader/stackPlaces.js";
import type { Module } from "../nn/module.js";
import type { SummaryFile, SummaryRow, SummaryTotals } from "../protocol/summaryFile.js";

/**
 * The layers of a model with their parameters, and the shapes that go through them when the model has an `exampleInputArray`.
 * Depth first, every depth.
 */
export function summarize(model: LightningModule): SummaryFile {
  const shapes = shapesOf(model);
  const rows = model
    .namedModules()
    .flatMap(([name, module]) => (name === "" ? [] : [row(name, module, shapes.get(module))]));
  return { version: 1, model: model.constructor.name, rows, totals: totals(model) };
}

interface Shapes {
  readonly inSizes: string;
  readonly outSizes: string;
}

function row(name: string, module: Module, shapes: Shapes | undefined): SummaryRow {
  const parameters = module.parameters();
  const count = (chosen: readonly { readonly size: number }[]) => chosen.reduce((sum, { size }) => sum + size, 0);
  return {
    name,
    type: module.constructor.name,
    depth: name.split(".").length,
    params: count(parameters),
    trainableParams: count(parameters.filter((parameter) => parameter.requiresGrad)),
    mode: module.training ? "train" : "eval",
    flops: 0,
    inSizes: shapes?.inSizes ?? null,
    outSizes: shapes?.outSizes ?? null,
    source: originalPlace(module.origin),
  };
}

function totals(model: LightningModule): SummaryTotals {
  const parameters = model.parameters();
  const totalParams = parameters.reduce((sum, { size }) => sum + size, 0);
  const trainableParams = parameters.reduce((sum, { size, requiresGrad }) => sum + (requiresGrad ? size : 0), 0);
  const parts = model.modules().slice(1);
  return {
    trainableParams,
    nonTrainableParams: totalParams - trainableParams,
    totalParams,
    sizeMb: parameters.reduce((sum, { size, dtype }) => sum + size * (dtype === "bool" ? 1 : 4), 0) / 1e6,
    modulesInTrain: parts.filter((part) => part.training).length,
    modulesInEval: parts.filter((part) => !part.training).length,
    flops: 0,
  };
}

/** Runs the example input through the model once, in evaluation mode, and notes each layer's shapes. */
function shapesOf(model: LightningModule): Map<Module, Shapes> {
  const shapes = new Map<Module, Shapes>();
  const example = model.exampleInputArray;
  if (example === null) return shapes;
  const parts = model.modules();
  const modes = parts.map((part) => part.training);
  for (const part of parts) watch(part, shapes);
  model.eval();
  try {
    tf.tidy(() => {
      model.forward(...((Array.isArray(example) ? example : [example]) as never[]));
    });
  } finally {
    parts.forEach((part, i) => {
      Reflect.deleteProperty(part, "forward");
      part.setMode(modes[i] as boolean);
    });
  }
  return shapes;
}

/** Puts a `forward` on the object that notes the shapes and calls its class's own. */
function watch(part: Module, shapes: Map<Module, Shapes>): void {
  const forward = part.forward;
  Object.defineProperty(part, "forward", {
    configurable: true,
    enumerable: false,
    value: (...inputs: never[]) => {
      const output = forward.apply(part, inputs);
      if (!shapes.has(part))
        shapes.set(part, { inSizes: sizes(inputs.length === 1 ? inputs[0] : inputs), outSizes: sizes(output) });
      return output;
    },
  });
}

function sizes(value: unknown): string {
  if (value instanceof tf.Tensor) return `[${value.shape.join(", ")}]`;
  if (Array.isArray(value)) return `[${value.map(sizes).join(", ")}]`;
  return "?";
}
