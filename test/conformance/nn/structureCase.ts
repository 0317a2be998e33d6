import type { tf } from "../../../runtime/backend/tf.js";
import * as nn from "../../../runtime/nn/index.js";
import { type Difference, firstDifference } from "../picture.js";
import { buildModule, moduleAt, weightLayout } from "./buildModule.js";
import { torchShape } from "./goldenTensor.js";
import type { ModuleSpec, StructureCase } from "./nnCase.js";

/** What is in a module, under which names and in which order, after some changes. */
export function structureDifference({ module: spec, ops, expect }: StructureCase): Difference | null {
  const root = buildModule(spec);
  try {
    for (const [op, path, ...args] of ops) change(root, op, path, args);
    const got = structureOf(root, Object.keys(expect.training));
    for (const [name, lines] of Object.entries(got)) {
      const difference = firstDifference(name, lines, expectedLines(expect[name as keyof typeof expect]));
      if (difference !== null) return difference;
    }
    return null;
  } finally {
    root.dispose();
  }
}

function structureOf(root: nn.Module, paths: readonly string[]): Record<string, string[]> {
  const shape = (path: string, tensor: tf.Tensor) => torchShape(tensor.shape, weightLayout(root, path));
  const sizes = root.parameters().map(({ size, requiresGrad }) => ({ size, requiresGrad }));
  const total = (parts: readonly { readonly size: number }[]) => parts.reduce((sum, { size }) => sum + size, 0);
  return {
    state_dict: Object.entries(root.stateDict()).map(([path, tensor]) => line(path, shape(path, tensor))),
    named_buffers: root.namedBuffers().map(([path, tensor]) => line(path, tensor.shape)),
    named_parameters: root
      .namedParameters()
      .map(([path, parameter]) => line(path, shape(path, parameter), parameter.requiresGrad)),
    named_modules: root.namedModules().map(([path, module]) => line(path, module.constructor.name)),
    named_children: root.namedChildren().map(([name]) => name),
    training: paths.map((path) => line(path, moduleOf(root, path).training)),
    parameters: [String(total(sizes))],
    trainable_parameters: [String(total(sizes.filter(({ requiresGrad }) => requiresGrad)))],
  };
}

function expectedLines(expected: unknown): string[] {
  if (typeof expected === "number") return [String(expected)];
  const rows = Array.isArray(expected) ? (expected as readonly unknown[]) : Object.entries(expected as object);
  return rows.map((row) => {
    if (!Array.isArray(row)) return String(row);
    const [path, ...facts] = row as readonly unknown[];
    return line(String(path), ...facts);
  });
}

function line(path: string, ...facts: readonly unknown[]): string {
  return [`"${path}"`, ...facts.map((fact) => JSON.stringify(fact))].join(" ");
}

type Change = (module: nn.Module, args: readonly unknown[], root: nn.Module) => void;

function change(root: nn.Module, op: string, path: string, args: readonly unknown[]): void {
  const apply = CHANGES[op];
  if (apply === undefined) throw new Error(`There is no change "${op}" here.`);
  const isParameter = op === "freeze_parameter" || op === "tie";
  apply(isParameter ? root : moduleOf(root, path), isParameter ? [path, ...args] : args, root);
}

const built = (spec: unknown) => buildModule(spec as ModuleSpec) as nn.TensorModule;

const CHANGES: Readonly<Record<string, Change>> = {
  train: (module, [mode]) => void module.train(mode as boolean),
  eval: (module) => void module.eval(),
  requires_grad_: (module, [value]) => void module.requiresGrad(value as boolean),
  freeze_parameter: (root, [path]) => {
    parameterAt(root, path as string).requiresGrad = false;
  },
  append: (module, [child]) => void list(module).append(built(child)),
  insert: (module, [index, child]) => void list(module).insert(index as number, built(child)),
  extend: (module, [children]) => void list(module).extend((children as readonly unknown[]).map(built)),
  pop: (module, [key]) => {
    const popped = module instanceof nn.ModuleDict ? module.pop(key as string) : list(module).pop(key as number);
    popped.dispose();
  },
  set: (module, [name, child]) => {
    childNamed(module, name)?.dispose();
    if (module instanceof nn.ModuleDict) module.set(name as string, built(child));
    else if (isList(module)) module.set(Number(name), built(child));
    else Object.assign(module, { [name as string]: built(child) });
  },
  delete: (module, [name]) => {
    childNamed(module, name)?.dispose();
    if (module instanceof nn.ModuleDict) module.delete(name as string);
    else if (isList(module)) module.delete(Number(name));
    else Reflect.deleteProperty(module, name as string);
  },
  tie: (root, [path, other]) => {
    const [owner, name] = ownerOf(root, path as string);
    parameterAt(root, path as string).dispose();
    Object.assign(owner, { [name]: parameterAt(root, other as string) });
  },
  none_parameter: (module, [name]) => module.registerParameter(name as string, null),
};

function childNamed(module: nn.Module, name: unknown): nn.Module | undefined {
  return module.ownModules().find(([own]) => own === String(name))?.[1];
}

type List = nn.Sequential | nn.ModuleList;

function isList(module: nn.Module): module is List {
  return module instanceof nn.Sequential || module instanceof nn.ModuleList;
}

function list(module: nn.Module): List {
  if (!isList(module)) throw new Error(`${module.constructor.name} is not a list of modules.`);
  return module;
}

function moduleOf(root: nn.Module, path: string): nn.Module {
  const module = moduleAt(root, path);
  if (module === null) throw new Error(`There is no module at "${path}".`);
  return module;
}

function ownerOf(root: nn.Module, path: string): [nn.Module, string] {
  const dot = path.lastIndexOf(".");
  return [moduleOf(root, path.slice(0, Math.max(dot, 0))), path.slice(dot + 1)];
}

function parameterAt(root: nn.Module, path: string): nn.Parameter {
  const [owner, name] = ownerOf(root, path);
  const parameter = owner.ownParameters().find(([own]) => own === name)?.[1];
  if (parameter === undefined) throw new Error(`There is no parameter at "${path}".`);
  return parameter;
}
