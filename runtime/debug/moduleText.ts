import { Module } from "../nn/module.js";
import { countText } from "./numberText.js";
import { ShownText } from "./shownText.js";

// VS Code's own JavaScript debugger allows no side effects, and one line that has some takes those of all values of its list away. To V8 such
// are: what another file exports, a superclass's methods, and regular expressions that replace. Hence these, and how this file is written.
const grouped = countText;
const plainModules = Module.prototype.ownModules;

/** A layer or model in a line: `Linear(784 → 64) 50 240 params, train`. */
export function moduleText(module: Module): string {
  const { parameters, frozen } = parameterCounts(module);
  const params = parameters === 0 ? "" : ` ${grouped(parameters)} params`;
  const part = frozen === 0 ? "" : frozen === parameters ? ", frozen" : `, ${grouped(frozen)} frozen`;
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
    "(parameters)": new ShownText(`${grouped(parameters - frozen)} trainable, ${grouped(frozen)} frozen`),
    "(mode)": new ShownText(modeText(module)),
    ...Object.fromEntries(buffers.map(([name, buffer]) => [`(buffer) ${name}`, buffer])),
    ...Object.fromEntries(own.map(([name, { value }]) => [name, value])),
  };
}

function parameterCounts(module: Module): { readonly parameters: number; readonly frozen: number } {
  const seen = new Set<unknown>();
  let [parameters, frozen] = [0, 0];
  for (const below of modulesOf(module))
    for (const [, parameter] of below.ownParameters()) {
      if (seen.has(parameter)) continue;
      seen.add(parameter);
      parameters += parameter.size;
      if (!parameter.requiresGrad) frozen += parameter.size;
    }
  return { parameters, frozen };
}

/** It and all below it, each once. */
function modulesOf(module: Module): Module[] {
  const found = [module];
  const seen = new Set<Module>(found);
  for (const below of found)
    for (const child of childrenOf(below)) {
      if (seen.has(child)) continue;
      seen.add(child);
      found.push(child);
    }
  return found;
}

/** Its fields, and what containers hold: `ownModules` of those asks their superclass. */
function childrenOf(module: Module): Module[] {
  return [...heldBy(module), ...Object.values(module)].filter(
    (value): value is Module => typeof value === "object" && value !== null && "ownModules" in value,
  );
}

function heldBy(module: Module): unknown[] {
  if (module.ownModules === plainModules || !(Symbol.iterator in module)) return [];
  const items: unknown[] = [...(module as unknown as Iterable<unknown>)];
  return items.map((item) => (Array.isArray(item) ? item[1] : item));
}

/** What it was made with, or how many layers it holds under numbers. What goes in and what comes out stand at an arrow. */
function argumentsText(module: Module): string {
  const numbered = "length" in module ? heldBy(module).length : 0;
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
  const others = modulesOf(module).filter((below) => below.training !== own).length;
  return `${own ? "train" : "eval"}${others === 0 ? "" : ` (${grouped(others)} ${others === 1 ? "layer" : "layers"} in ${own ? "eval" : "train"})`}`;
}
