import type { Module } from "../nn/module.js";
import { countText } from "./numberText.js";
import { ShownText } from "./shownText.js";

/** A layer or model in a line: `Linear(784 → 64) 50 240 params, train`. */
export function moduleText(module: Module): string {
  const { parameters, frozen } = parameterCounts(module);
  const params = parameters === 0 ? "" : ` ${countText(parameters)} params`;
  const part = frozen === 0 ? "" : frozen === parameters ? ", frozen" : `, ${countText(frozen)} frozen`;
  return `${module.constructor.name}${argumentsText(module)}${params}${part}, ${modeText(module)}`;
}

/** The rows below a layer: what is known of it as a whole, its buffers, and its own fields: children, parameters and the rest. */
export function moduleProperties(module: Module): object {
  const { parameters, frozen } = parameterCounts(module);
  const own = Object.entries(Object.getOwnPropertyDescriptors(module)).filter(
    ([, descriptor]) => descriptor.enumerable === true && "value" in descriptor,
  );
  const buffers = module.namedBuffers().filter(([path]) => !path.includes("."));
  return {
    "(parameters)": new ShownText(`${countText(parameters - frozen)} trainable, ${countText(frozen)} frozen`),
    "(mode)": new ShownText(modeText(module)),
    ...Object.fromEntries(buffers.map(([name, buffer]) => [`(buffer) ${name}`, buffer])),
    ...Object.fromEntries(own.map(([name, { value }]) => [name, value])),
  };
}

function parameterCounts(module: Module): { readonly parameters: number; readonly frozen: number } {
  let [parameters, frozen] = [0, 0];
  for (const parameter of module.parameters()) {
    parameters += parameter.size;
    if (!parameter.requiresGrad) frozen += parameter.size;
  }
  return { parameters, frozen };
}

/** What it was made with, or how many layers it holds under numbers. What goes in and what comes out stand at an arrow. */
function argumentsText(module: Module): string {
  const numbered = module.ownModules().filter(([name]) => /^\d+$/.test(name)).length;
  if (numbered > 0) return `[${numbered}]`;
  const text = module.extraRepr();
  if (text === "") return "";
  const { inFeatures, outFeatures, inChannels, outChannels } = module as unknown as Readonly<Record<string, unknown>>;
  const [from, to] = [inFeatures ?? inChannels, outFeatures ?? outChannels];
  const pair = `${from}, ${to}`;
  return `(${to !== undefined && text.startsWith(pair) ? `${from} → ${to}${text.slice(pair.length)}` : text})`;
}

/** `train`, `eval`, or what of it is otherwise: layers that were left in another mode are a common mistake. */
function modeText(module: Module): string {
  const own = module.training;
  const others = module.modules().filter((below) => below.training !== own).length;
  return `${own ? "train" : "eval"}${others === 0 ? "" : ` (${countText(others)} ${others === 1 ? "layer" : "layers"} in ${own ? "eval" : "train"})`}`;
}
