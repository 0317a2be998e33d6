import { tf } from "../backend/tf.js";
import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import { noteModule } from "./liveModules.js";
import { type LoadedKeys, loadState } from "./loadState.js";
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
  #buffers: Map<string, { readonly value: tf.Variable; readonly persistent: boolean }> | null = null;
  /** Where it was made: a stack that is read only when somebody asks for it. */
  readonly #origin = captureOrigin();

  constructor() {
    noteModule(this);
  }

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
    for (const child of this.children()) child.train(mode);
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

  /** What its name in errors has in brackets: the arguments that it was made with. */
  extraRepr(): string {
    return "";
  }

  /** How it was made: `Linear(784, 64)`. */
  toString(): string {
    return `${this.constructor.name}(${this.extraRepr()})`;
  }

  /** Adds a child under a name that is known only at run time; otherwise assign a field. */
  registerModule(name: string, child: Module): void {
    this.checkName("module", name, this.ownModules());
    define(this, name, child);
  }

  /** Adds a parameter under a name that is known only at run time; null: there is none, and nothing is saved. */
  registerParameter(name: string, parameter: Parameter | null): void {
    this.checkName("parameter", name, this.ownParameters());
    define(this, name, parameter);
  }

  /**
   * A tensor that is saved but not trained, such as a running mean; read it with `buffer(name)`.
   *
   * @param value it is copied; null: there is none.
   * @param options.persistent default true; false: it is not part of the state that is saved.
   */
  registerBuffer(name: string, value: tf.Tensor | null, { persistent = true } = {}): void {
    this.checkName("buffer", name, this.#buffers ?? []);
    if (value === null) return;
    this.#buffers ??= new Map();
    this.#buffers.get(name)?.value.dispose();
    this.#buffers.set(name, { value: tf.variable(value, false), persistent });
  }

  buffer(name: string): tf.Variable {
    const found = this.#buffers?.get(name)?.value;
    if (found === undefined) throw new Error(`${this.constructor.name} has no buffer \`${name}\`.`);
    return found;
  }

  /** Its direct children by name, each once. */
  namedChildren(): [string, Module][] {
    const seen = new Set<Module>();
    return this.ownModules().filter(([, child]) => !seen.has(child) && seen.add(child));
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
      return [[path, module], ...module.ownModules().flatMap(([name, child]) => walk(join(path, name), child))];
    };
    return walk("", this);
  }

  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** Every parameter by its path (`"encoder.0.weight"`), its own before its children's; a shared one once. */
  namedParameters(): [string, Parameter][] {
    return this.#named((module) => module.ownParameters());
  }

  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Every buffer by its path, those that are not saved too; a shared one once. */
  namedBuffers(): [string, tf.Variable][] {
    return this.#named((module) => module.#ownBuffers(false));
  }

  buffers(): tf.Variable[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** The children of this very module by name; one that stands at two places, twice. */
  ownModules(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** The parameters that are fields of this very module. */
  ownParameters(): [string, Parameter][] {
    return Object.entries(this).filter((entry): entry is [string, Parameter] => entry[1] instanceof Parameter);
  }

  /** What this very module saves: its parameters, then its persistent buffers. */
  ownState(): [string, tf.Variable][] {
    return [...this.ownParameters(), ...this.#ownBuffers(true)];
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

  /**
   * Parameters and persistent buffers by path, of a module that stands at two places under both. The tensors are the live ones: clone
   * what must outlast the next step.
   */
  stateDict(): Readonly<Record<string, tf.Variable>> {
    const walk = (path: string, module: Module): [string, tf.Variable][] => [
      ...module.ownState().map(([name, value]): [string, tf.Variable] => [join(path, name), value]),
      ...module.ownModules().flatMap(([name, child]) => walk(join(path, name), child)),
    ];
    return Object.fromEntries(walk("", this));
  }

  /**
   * Copies values in by path.
   *
   * @param options.strict default true: names that are missing here or there are an error.
   * @returns the names that did not match.
   * @throws when something does not fit; a size that differs is an error even when not strict. What fits is loaded by then.
   */
  loadStateDict(state: StateDict, { strict = true } = {}): LoadedKeys {
    return loadState(this, state, strict);
  }

  /** Of what it saves itself, the names that a state may lack. */
  optionalState(): readonly string[] {
    return [];
  }

  /** Frees its parameters, their gradients, and its buffers. */
  dispose(): void {
    for (const variable of [...this.parameters(), ...this.buffers()]) variable.dispose();
  }

  /** Refuses a name that is no name, or that something else has. */
  protected checkName(kind: string, name: string, own: Iterable<readonly [string, unknown]>): void {
    const isOwn = [...own].some(([known]) => known === name) || Reflect.get(this, name) === null;
    if (!isOwn && (name in this || this.#buffers?.has(name) === true)) {
      throw new Error(
        `${this.constructor.name} has an attribute \`${name}\` already. Choose another name for the ${kind}.`,
      );
    }
    if (name === "" || name.includes(".")) {
      throw new Error(
        `"${name}" cannot be the name of a ${kind}: names are joined by points to paths, as in \`encoder.0\`.`,
      );
    }
  }

  #ownBuffers(saved: boolean): [string, tf.Variable][] {
    return [...(this.#buffers ?? [])].flatMap(([name, { value, persistent }]): [string, tf.Variable][] =>
      persistent || !saved ? [[name, value]] : [],
    );
  }

  #named<T>(own: (module: Module) => [string, T][]): [string, T][] {
    const seen = new Set<T>();
    return this.namedModules().flatMap(([path, module]) =>
      own(module).flatMap(([name, value]): [string, T][] => {
        if (seen.has(value)) return [];
        seen.add(value);
        return [[join(path, name), value]];
      }),
    );
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function define(module: Module, name: string, value: unknown): void {
  Object.defineProperty(module, name, { value, enumerable: true, configurable: true, writable: true });
}

function captureOrigin(): { stack?: string } {
  const origin: { stack?: string } = {};
  Error.captureStackTrace(origin, captureOrigin);
  return origin;
}
