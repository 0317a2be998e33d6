import { tf } from "../backend/tf.js";
import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import { Parameter } from "./parameter.js";

/**
 * Base of every layer and model. Children and parameters are found as fields, in the order in which they were assigned:
 *
 * ```ts
 * class Net extends nn.Module {
 *   hidden = new nn.Linear(64, 32);
 *   scale = new nn.Parameter(tf.scalar(1));
 *   forward(x: tf.Tensor) { return this.hidden.forward(x).mul(this.scale); }
 * }
 * ```
 */
export abstract class Module implements Stateful {
  #training = true;
  #buffers: Map<string, tf.Variable> | null = null;
  /** Where it was made: a stack that is read only when somebody asks for it. */
  readonly #origin = captureOrigin();

  /** Computes the output. Arguments and result are the layer's own. */
  forward(..._inputs: never[]): unknown {
    throw new Error(`${this.constructor.name} has no \`forward\` method. Define one that computes its output.`);
  }

  /** True between `train()` and `eval()`: dropout drops, batch normalization learns its statistics. */
  get training(): boolean {
    return this.#training;
  }

  train(mode = true): this {
    this.#training = mode;
    for (const [, child] of this.namedChildren()) child.train(mode);
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /** Sets the mode of this very module, not of its children. */
  setMode(training: boolean): void {
    this.#training = training;
  }

  /** The stack at its construction, innermost call first. */
  get origin(): string {
    return this.#origin.stack ?? "";
  }

  /** A tensor that is saved but not trained, such as a running mean; read it with `buffer(name)`. */
  registerBuffer(name: string, value: tf.Tensor): void {
    this.#buffers ??= new Map();
    this.#buffers.set(name, tf.variable(value, false));
  }

  buffer(name: string): tf.Variable {
    const found = this.#buffers?.get(name);
    if (found === undefined) throw new Error(`${this.constructor.name} has no buffer \`${name}\`.`);
    return found;
  }

  /** Its direct children, by field name. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** Itself (`""`) and every module below it by its path (`"encoder.0"`), parents first; each once. */
  namedModules(): [string, Module][] {
    const seen = new Set<Module>();
    const walk = (path: string, module: Module): [string, Module][] => {
      if (seen.has(module)) return [];
      seen.add(module);
      return [[path, module], ...module.namedChildren().flatMap(([name, child]) => walk(join(path, name), child))];
    };
    return walk("", this);
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** Every parameter by its path (`"encoder.0.weight"`), its own before its children's; a shared one once. */
  namedParameters(): [string, Parameter][] {
    const seen = new Set<Parameter>();
    return this.namedModules().flatMap(([path, module]) =>
      module.ownParameters().flatMap(([name, parameter]): [string, Parameter][] => {
        if (seen.has(parameter)) return [];
        seen.add(parameter);
        return [[join(path, name), parameter]];
      }),
    );
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** The parameters that are fields of this very module. */
  ownParameters(): [string, Parameter][] {
    return Object.entries(this).filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  }

  namedBuffers(): [string, tf.Variable][] {
    return this.namedModules().flatMap(([path, module]) =>
      [...(module.#buffers ?? [])].map(([name, buffer]): [string, tf.Variable] => [join(path, name), buffer]),
    );
  }

  /** Sets `requiresGrad` of all its parameters. */
  requiresGrad(value = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad = value;
    return this;
  }

  /** Calls `f` on every module below it and on itself, children first. */
  apply(f: (module: Module) => void): this {
    for (const child of this.children()) child.apply(f);
    f(this);
    return this;
  }

  /** Parameters and buffers by path. The tensors are the live ones: clone what must outlast the next step. */
  stateDict(): Readonly<Record<string, tf.Variable>> {
    const entries = this.namedModules().flatMap(([path, module]) =>
      [...module.ownParameters(), ...(module.#buffers ?? [])].map(([name, value]): [string, tf.Variable] => [
        join(path, name),
        value,
      ]),
    );
    return Object.fromEntries(entries);
  }

  /**
   * Copies values in by path.
   *
   * @param options.strict default true: names that are missing here or there are an error.
   * @returns the names that did not match.
   */
  loadStateDict(state: StateDict, { strict = true } = {}): { missingKeys: string[]; unexpectedKeys: string[] } {
    const own = this.stateDict();
    const missingKeys = Object.keys(own).filter((name) => !(name in state));
    const unexpectedKeys = Object.keys(state).filter((name) => !(name in own));
    const problems = [
      ...(strict && missingKeys.length > 0 ? [`missing: ${missingKeys.join(", ")}`] : []),
      ...(strict && unexpectedKeys.length > 0 ? [`unexpected: ${unexpectedKeys.join(", ")}`] : []),
      ...Object.entries(own).flatMap(([name, { shape }]) => {
        const given = state[name];
        return given instanceof tf.Tensor && String(given.shape) !== String(shape)
          ? [`${name} has shape [${given.shape}] there and [${shape}] here`]
          : [];
      }),
    ];
    if (problems.length > 0)
      throw new Error(`The state does not fit ${this.constructor.name}: ${problems.join("; ")}.`);
    for (const [name, variable] of Object.entries(own)) {
      const given = state[name];
      if (given instanceof tf.Tensor) variable.assign(given);
    }
    return { missingKeys, unexpectedKeys };
  }

  /** Frees its parameters, their gradients, and its buffers. */
  dispose(): void {
    for (const variable of Object.values(this.stateDict())) variable.dispose();
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function captureOrigin(): { stack?: string } {
  const origin: { stack?: string } = {};
  Error.captureStackTrace(origin, captureOrigin);
  return origin;
}
