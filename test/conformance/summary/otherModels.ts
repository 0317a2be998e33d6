import { tf } from "../../../runtime/backend/tf.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { Module, Parameter } from "../../../runtime/nn/index.js";
import { buildModule } from "../nn/buildModule.js";
import type { ModuleSpec } from "../nn/nnCase.js";
import type { SummaryCase } from "./summaryCase.js";

/** A model that its file describes as `module`, in the form of the cases of nn; null: it does not. */
export function specified(golden: SummaryCase): LightningModule | null {
  const spec = golden["module"] as ModuleSpec | undefined;
  if (spec === undefined) return null;
  const built = buildModule(spec);
  class Specified extends LightningModule {
    override forward(...inputs: never[]): unknown {
      return built.forward(...inputs);
    }
  }
  const model = new Specified();
  for (const [name, parameter] of built.ownParameters()) model.registerParameter(name, parameter);
  for (const [name, child] of built.ownModules()) model.registerModule(name, child);
  const example = (golden["example_input_array"] ?? golden["example_input"]) as { shape?: number[] } | null | undefined;
  if (example?.shape !== undefined) model.exampleInputArray = tf.zeros(lastChannels(example.shape));
  return model;
}

/**
 * A model of layers that have the recorded names, types, modes and numbers of parameters, and nothing else: as much as a summary without an
 * example tells, when it tells of all layers; null: it does not.
 */
export function rebuilt(golden: SummaryCase): LightningModule | null {
  const { layer_names: names = [], layer_types: types = [] } = golden;
  const [params, modes] = [golden["param_nums"], golden["training_modes"]] as [number[] | undefined, boolean[]];
  const { train, eval: inEvaluation } = (golden["total_training_modes"] ?? {}) as Record<string, number>;
  const isWhole = (train ?? 0) + (inEvaluation ?? 0) === names.length && golden["total_flops"] === 0;
  const isTrained = golden["trainable_parameters"] === golden["total_parameters"];
  if (params === undefined || !isWhole || !isTrained || golden["columns"] === undefined) return null;
  if ((golden["columns"] as string[]).includes("In sizes")) return null;
  const model = new (class extends LightningModule {})();
  const layers = new Map<string, Module>([["", model]]);
  for (const [i, path] of names.entries()) {
    const [parent, name] = [path.split(".").slice(0, -1).join("."), path.split(".").at(-1) ?? ""];
    const below = names.reduce((sum, other, j) => sum + (isChild(path, other) ? (params[j] ?? 0) : 0), 0);
    const layer = stub(types[i] ?? "", (params[i] ?? 0) - below);
    layers.get(parent)?.registerModule(name, layer);
    layers.set(path, layer);
    layer.setMode(modes[i] ?? true);
  }
  return withRest(
    model,
    (golden["total_parameters"] as number) - model.parameters().reduce((sum, { size }) => sum + size, 0),
  );
}

function isChild(path: string, other: string): boolean {
  return other.startsWith(`${path}.`) && !other.slice(path.length + 1).includes(".");
}

function stub(type: string, params: number): Module {
  const classes = { [type]: class extends Module {} };
  const Class = classes[type] as new () => Module;
  Object.defineProperty(Class, "name", { value: type });
  const layer = new Class();
  if (params > 0) layer.registerParameter("weight", new Parameter(tf.zeros([params])));
  return layer;
}

function withRest(model: LightningModule, params: number): LightningModule {
  if (params > 0) model.registerParameter("rest", new Parameter(tf.zeros([params])));
  return model;
}

/** Images as the runtime has them. */
function lastChannels(shape: readonly number[]): number[] {
  const [n, c, h, w] = shape as readonly [number, number, number, number];
  return shape.length === 4 ? [n, h, w, c] : [...shape];
}
