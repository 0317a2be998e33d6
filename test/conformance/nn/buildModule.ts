import { tf } from "../../../runtime/backend/tf.js";
import * as nn from "../../../runtime/nn/index.js";
import { constructorArguments } from "./constructorArguments.js";
import type { ModuleSpec, UserModuleSpec } from "./nnCase.js";

/** The runtime's module for a recorded one. Layers are found by their names in the runtime's `nn`. */
export function buildModule(spec: ModuleSpec): nn.Module {
  const built = new Map<string, nn.Module>();
  const build = (part: ModuleSpec, path: string): nn.Module => {
    if ("ref" in part) return found(built, part.ref);
    const module = "children" in part ? container(part, path, build) : layer(part.class, part.args);
    built.set(path, module);
    return module;
  };
  try {
    return build(spec, "");
  } catch (error) {
    for (const module of built.values()) module.dispose();
    throw error;
  }
}

type Build = (part: ModuleSpec, path: string) => nn.Module;
type Children = readonly (readonly [string, ModuleSpec])[];

function container(spec: Extract<ModuleSpec, { children: Children }>, path: string, build: Build): nn.Module {
  if (spec.class === "Module") return userModule(spec as UserModuleSpec, path, build);
  const children = spec.children.map(([name, child]) => [name, build(child, join(path, name))] as const);
  const isNumbered = children.every(([name], i) => name === String(i));
  switch (spec.class) {
    case "Sequential":
      return isNumbered
        ? new nn.Sequential(...children.map(([, child]) => child as nn.TensorModule))
        : new nn.Sequential(new Map(children as readonly (readonly [string, nn.TensorModule])[]));
    case "ModuleList":
      return new nn.ModuleList(children.map(([, child]) => child));
    case "ModuleDict":
      return new nn.ModuleDict(new Map(children));
  }
}

/** A module that a user could have written. */
function userModule({ parameters, buffers, children, forward }: UserModuleSpec, path: string, build: Build): nn.Module {
  // Its name is what the recorded structures call it.
  const user = { Module: forward === null ? class extends nn.Module {} : forward === "residual" ? Residual : InTurn };
  const module = new user.Module();
  Object.defineProperty(user.Module, "name", { value: "Module" });
  try {
    for (const [name, shape] of parameters) registerZeros(module, name, shape);
    for (const [name, shape, persistent] of buffers) {
      tf.tidy(() => module.registerBuffer(name, tf.zeros([...shape]), { persistent }));
    }
    for (const [name, child] of children) module.registerModule(name, build(child, join(path, name)));
  } catch (error) {
    module.dispose();
    throw error;
  }
  return module;
}

function registerZeros(module: nn.Module, name: string, shape: readonly number[]): void {
  const parameter = tf.tidy(() => new nn.Parameter(tf.zeros([...shape])));
  try {
    module.registerParameter(name, parameter);
  } catch (error) {
    parameter.dispose();
    throw error;
  }
}

class InTurn extends nn.Module {
  override forward(x: tf.Tensor): tf.Tensor {
    return (this.children() as nn.TensorModule[]).reduce((input, child) => child.forward(input), x);
  }
}

class Residual extends InTurn {
  override forward(x: tf.Tensor): tf.Tensor {
    return tf.add(x, super.forward(x));
  }
}

function layer(name: string, args: Readonly<Record<string, unknown>>): nn.Module {
  const Layer = (nn as unknown as Readonly<Record<string, new (...args: unknown[]) => nn.Module>>)[name];
  if (Layer === undefined) throw new Error(`The runtime's nn has no ${name}.`);
  let built: nn.Module | undefined;
  // Tensors among the arguments are the caller's to free; variables outlive the scope.
  tf.tidy(() => {
    built = new Layer(...constructorArguments(name, args));
  });
  return built as unknown as nn.Module;
}

function found(built: ReadonlyMap<string, nn.Module>, path: string): nn.Module {
  const module = built.get(path);
  if (module === undefined) throw new Error(`There is no module at "${path}" to share.`);
  return module;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** The layout of an entry of a state in torch's terms: convolutions keep their kernels in TensorFlow's. */
export function weightLayout(root: nn.Module, path: string): string | undefined {
  const dot = path.lastIndexOf(".");
  const owner = path.slice(dot + 1) === "weight" ? moduleAt(root, path.slice(0, Math.max(dot, 0))) : null;
  return owner === null ? undefined : KERNELS[owner.constructor.name];
}

const KERNELS: Readonly<Record<string, string>> = { Conv1d: "OIL", Conv2d: "OIHW", ConvTranspose2d: "IOHW" };

/** The module at a path; null: there is none. */
export function moduleAt(root: nn.Module, path: string): nn.Module | null {
  if (path === "") return root;
  return path
    .split(".")
    .reduce<nn.Module | null>((module, name) => module?.ownModules().find(([own]) => own === name)?.[1] ?? null, root);
}
