import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import * as optim from "../../../runtime/optim/index.js";
import type { Json } from "../goldenCase.js";
import { type AnyOptimizer, optimizerOf, ourArguments } from "./subject.js";

export interface AnyScheduler {
  step(metric?: number): void;
  getLastLr(): readonly number[];
  stateDict(): Json;
  loadStateDict(state: Json): void;
}

type Class = new (first: unknown, second: unknown) => AnyScheduler;

const FUNCTIONS = /^(?:lr_lambda|scale_fn)$/;

/** An optimizer from Python's text, `SGD(lr=0.1, momentum=0.9)`; in place of its one group with others, when rates of several are given. */
export function baseOptimizer(
  text: string,
  rates: readonly number[] = [],
): { optimizer: AnyOptimizer; dispose: () => void } {
  const [, name = "", list = ""] = /^(\w+)\((.*)\)$/.exec(text) ?? [];
  const args = Object.fromEntries(list.split(/,\s*(?=\w+=)/).map((pair) => pair.split("=") as [string, string]));
  const values = Object.fromEntries(Object.entries(args).map(([key, value]) => [key, pythonValue(value)]));
  const parameters = (rates.length === 0 ? [0] : rates).map(() => tf.tidy(() => new Parameter(tf.scalar(0))));
  const params = rates.length === 0 ? parameters : parameters.map((one, i) => ({ params: [one], lr: rates[i] }));
  const optimizer = optimizerOf(name, params, values);
  const dispose = () => {
    optimizer.dispose();
    for (const parameter of parameters) parameter.dispose();
  };
  return { optimizer, dispose };
}

/** A scheduler by torch's name and arguments; those of a sequence or a chain are `[name, arguments]`. */
export function buildScheduler(name: string, optimizer: AnyOptimizer, args: Json): AnyScheduler {
  const Scheduler = (optim as unknown as Readonly<Record<string, Class | undefined>>)[name];
  if (Scheduler === undefined) throw new Error(`The runtime's optim has no ${name}.`);
  const entries = Object.entries(args).map(([key, value]) => {
    if (key === "schedulers") return [key, childrenOf(value as readonly (readonly [string, Json])[], optimizer)];
    return [key, FUNCTIONS.test(key) ? functionsOf(value) : value];
  });
  const { schedulers, ...options } = Object.fromEntries(entries) as Json;
  if (name === "ChainedScheduler") return new Scheduler(schedulers, optimizer);
  return new Scheduler(optimizer, { ...ourArguments(options), ...(schedulers !== undefined && { schedulers }) });
}

function childrenOf(children: readonly (readonly [string, Json])[], optimizer: AnyOptimizer): AnyScheduler[] {
  return children.map(([name, args]) => buildScheduler(name, optimizer, args));
}

function functionsOf(value: unknown): unknown {
  return Array.isArray(value) ? value.map(functionsOf) : typeof value === "string" ? pythonFunction(value) : value;
}

/** A Python expression of one variable, `0.95**epoch`, `lambda e: 1 / (1 + e)` or `0.5 if epoch < 5 else 0.1`, as a function. */
function pythonFunction(text: string): (x: number) => number {
  const [, variable, body = text] = /^lambda (\w+): (.*)$/.exec(text) ?? [];
  const name =
    variable ??
    /\b(?!if\b|else\b|math\b|min\b|max\b)[a-z_]\w*\b(?![.(])/.exec(body.replace(/math\.\w+/g, ""))?.[0] ??
    "epoch";
  const script = body
    .replace(/^(.*?) if (.*?) else (.*)$/, "(($2) ? ($1) : ($3))")
    .replace(/([\w.]+|\([^()]*\))\s*\/\/\s*([\w.]+|\([^()]*\))/g, "Math.floor($1 / $2)")
    .replace(/\bmath\.pi\b/g, "Math.PI")
    .replace(/\bmath\.(\w+)/g, "Math.$1")
    .replace(/(?<!\.)\b(min|max|abs)\(/g, "Math.$1(");
  return new Function(name, `return ${script};`) as (x: number) => number;
}

function pythonValue(text: string): unknown {
  const json = text
    .replace("(", "[")
    .replace(")", "]")
    .replace("True", "true")
    .replace("False", "false")
    .replace("None", "null");
  return JSON.parse(json) as unknown;
}
