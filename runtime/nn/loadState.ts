import { tf } from "../backend/tf.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { Module } from "./module.js";

/** The names of a module's state that a given state lacks, and those of the given one that the module does not know. */
export interface LoadedKeys {
  readonly missingKeys: string[];
  readonly unexpectedKeys: string[];
}

/** Copies a state into a module and those below it (torch/nn/modules/module.py, `load_state_dict`). */
export function loadState(root: Module, state: StateDict, strict: boolean): LoadedKeys {
  const keys: LoadedKeys = { missingKeys: [], unexpectedKeys: [] };
  const misfits: string[] = [];
  tf.tidy(() => loadModule(root, "", state, keys, misfits));
  const problems = [
    ...(strict && keys.missingKeys.length > 0 ? [`missing: ${keys.missingKeys.join(", ")}`] : []),
    ...(strict && keys.unexpectedKeys.length > 0 ? [`unexpected: ${keys.unexpectedKeys.join(", ")}`] : []),
    ...misfits,
  ];
  if (problems.length > 0) throw new Error(`The state does not fit ${root.constructor.name}: ${problems.join("; ")}.`);
  return keys;
}

/** A module that stands at two places is loaded at each: both names are wanted. */
function loadModule(module: Module, prefix: string, state: StateDict, keys: LoadedKeys, misfits: string[]): void {
  const own = module.ownState();
  const children = module.ownModules();
  for (const [name, variable] of own) {
    const path = prefix + name;
    if (path in state) {
      const misfit = copyInto(variable, path, state[path]);
      if (misfit !== null) misfits.push(misfit);
    } else if (!module.optionalState().includes(name)) keys.missingKeys.push(path);
  }
  const names = new Set(own.map(([name]) => name));
  const childNames = new Set(children.map(([name]) => name));
  for (const path of Object.keys(state)) {
    if (!path.startsWith(prefix)) continue;
    const [first = "", ...rest] = path.slice(prefix.length).split(".");
    if (rest.length > 0 ? !childNames.has(first) : !names.has(first)) keys.unexpectedKeys.push(path);
  }
  for (const [name, child] of children) loadModule(child, `${prefix}${name}.`, state, keys, misfits);
}

/** What of the value does not fit; null: it was copied. */
function copyInto(variable: tf.Variable, path: string, value: unknown): string | null {
  if (!(value instanceof tf.Tensor))
    return `${path} is ${value === null ? "null" : `a ${typeof value}`} there and a tensor here`;
  // Old programs saved scalars as lists of one.
  const isOldScalar = variable.rank === 0 && value.rank === 1 && value.size === 1;
  const given = isOldScalar ? tf.reshape(value, []) : value;
  if (String(given.shape) !== String(variable.shape)) {
    return `${path} has shape [${value.shape.join(", ")}] there and [${variable.shape.join(", ")}] here`;
  }
  variable.assign(given.dtype === variable.dtype ? given : tf.cast(given, variable.dtype));
  return null;
}
