import { tf } from "../backend/tf.js";
import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import { Parameter } from "../nn/parameter.js";
import { type Defaults, filledOptions } from "./filledOptions.js";

/** What every optimizer has as options. */
export interface OptimizerOptions {
  /** Learning rate. */
  lr: number;
}

/** What learning-rate schedulers note in a group, under torch's names. */
export interface ScheduledOptions {
  /** The rate that the schedulers started from. */
  initialLr?: number;
  maxLr?: number;
  minLr?: number;
  maxMomentum?: number;
  baseMomentum?: number;
  swaLr?: number;
}

/** Parameters that share their options. */
export interface ParamGroup<Options> {
  readonly params: readonly Parameter[];
  readonly name?: string;
  /** They may be changed at any time; the next step goes by them. */
  readonly options: Options & OptimizerOptions & ScheduledOptions;
}

/** A group as it is given: what it leaves out is as the optimizer's options have it. */
export type GivenGroup<Options> = {
  readonly params: Parameter | Iterable<Parameter>;
  /** For the LearningRateMonitor. */
  readonly name?: string;
} & Partial<Options>;

/** What an optimizer is given: parameters, or groups of them with options of their own. */
export type Params<Options> = Iterable<Parameter> | Iterable<GivenGroup<Options>>;

/** What an optimizer remembers of one parameter: numbers and kept tensors. */
export interface ParameterState {
  /** Steps taken. */
  step: number;
}

/** Base of the optimizers: parameter groups, their options, and what is remembered of each parameter (torch/optim/optimizer.py). */
export abstract class Optimizer<
  Options extends OptimizerOptions = OptimizerOptions,
  State extends object = ParameterState,
> implements Stateful
{
  /** The options of a group that has none of its own. */
  readonly defaults: Options;
  readonly #groups: ParamGroup<Options>[] = [];
  protected readonly state = new Map<Parameter, State>();
  #hasStepped = false;

  /**
   * @param defaults the options' defaults.
   * @param given the options of the constructor.
   */
  constructor(params: Params<Options>, defaults: Defaults<Options>, given: Partial<Options>) {
    this.defaults = filledOptions(this.constructor.name, defaults, given);
    this.check(this.defaults);
    for (const group of groupsOf(params, this.constructor.name)) this.addParamGroup(group);
  }

  get paramGroups(): readonly ParamGroup<Options>[] {
    return this.#groups;
  }

  /** The first group's learning rate. */
  get lr(): number {
    return this.#groups[0]?.options.lr ?? 0;
  }

  /** True once `step` was called. */
  get hasStepped(): boolean {
    return this.#hasStepped;
  }

  parameters(): Parameter[] {
    return this.#groups.flatMap((group) => group.params);
  }

  /**
   * Adds parameters to train, with options of their own; the defaults are those of the constructor.
   *
   * @throws for something else than Parameters, and for one that is in a group already.
   */
  addParamGroup(group: GivenGroup<Options>): void {
    const filled = this.#filledIn(group);
    const known = new Set(this.parameters());
    if (filled.params.some((parameter) => known.has(parameter))) {
      throw new Error(
        `${this.constructor.name}: some of the parameters are in another parameter group already. Each may be in one only.`,
      );
    }
    this.#groups.push(filled);
  }

  /** Takes these groups in place of its own: those of an interrupted run, which had added some. */
  replaceParamGroups(groups: readonly ParamGroup<Options>[]): void {
    this.#groups.splice(0, this.#groups.length, ...groups);
  }

  /**
   * Moves the parameters by their gradients; those without one stay.
   *
   * @param closure computes the loss and its gradients; called first.
   * @returns what the closure returned.
   */
  step<T>(closure?: () => T): T | undefined {
    this.#hasStepped = true;
    return this.takeStep(closure);
  }

  zeroGrad(): void {
    for (const { params } of this.#groups) for (const parameter of params) parameter.zeroGrad();
  }

  /** Parameters are told by their number over all groups. The tensors are the optimizer's own: clone those that are to stay. */
  stateDict(): StateDict {
    const numbers = new Map(this.parameters().map((parameter, i) => [parameter, i]));
    return {
      state: Object.fromEntries(
        [...this.state].flatMap(([parameter, state]) => {
          const number = numbers.get(parameter);
          return number === undefined ? [] : [[number, { ...state }]];
        }),
      ),
      paramGroups: this.#groups.map(({ params, options }) => ({
        ...options,
        params: params.map((parameter) => numbers.get(parameter)),
      })),
    };
  }

  /** @throws when the groups or their parameters are not as many as those of the saved optimizer. */
  loadStateDict(saved: StateDict): void {
    const groups = saved["paramGroups"] as readonly SavedGroup[];
    checkSameGroups(this.constructor.name, this.#groups, groups);
    this.#groups.forEach((group, i) => {
      const { params: _, ...options } = groups[i] as SavedGroup;
      Object.assign(group.options, options);
    });
    const parameters = this.parameters();
    const numbers = groups.flatMap(({ params }) => params);
    this.dispose();
    for (const [number, state] of Object.entries(saved["state"] as Record<string, State>)) {
      const parameter = parameters[numbers.indexOf(Number(number))];
      if (parameter !== undefined) this.state.set(parameter, copied(state));
    }
  }

  /** Frees what it remembers. */
  dispose(): void {
    for (const state of this.state.values()) {
      for (const slot of Object.values(state)) if (slot instanceof tf.Tensor) slot.dispose();
    }
    this.state.clear();
  }

  /** What `step` does. */
  protected abstract takeStep<T>(closure: (() => T) | undefined): T | undefined;

  /** Refuses options that cannot be; called for those of the constructor and of each group. */
  protected abstract check(options: Options): void;

  /** A group with the constructor's options where it has none of its own. */
  #filledIn({ params, ...options }: GivenGroup<Options>): ParamGroup<Options> {
    const { name } = options;
    const filled = { params: listed(params, this.constructor.name), options: { ...this.defaults, ...options } };
    this.check(filled.options);
    return typeof name === "string" ? { ...filled, name } : filled;
  }
}

/** A group of a saved state, its parameters by number. */
type SavedGroup = Readonly<Record<string, unknown>> & { readonly params: readonly number[] };

function groupsOf<Options>(params: Params<Options>, optimizer: string): GivenGroup<Options>[] {
  if (params instanceof Parameter) {
    throw new TypeError(`${optimizer} takes a list of parameters, and it got a single one. Write [parameter].`);
  }
  const given = [...(params as Iterable<Parameter | GivenGroup<Options>>)];
  const [first] = given;
  if (first === undefined) {
    throw new Error(
      `${optimizer} got an empty list of parameters. Give it \`this.parameters()\` of a module that has some.`,
    );
  }
  const isGroup = typeof first === "object" && "params" in first;
  return isGroup ? (given as GivenGroup<Options>[]) : [{ params: given } as unknown as GivenGroup<Options>];
}

function listed(params: Parameter | Iterable<Parameter>, optimizer: string): Parameter[] {
  const list = params instanceof Parameter ? [params] : [...params];
  const wrong: unknown = list.find((parameter: unknown) => !(parameter instanceof Parameter));
  if (wrong !== undefined) {
    throw new TypeError(
      `${optimizer} can only optimize an nn.Parameter, and it got ${describe(wrong)}. Give it \`module.parameters()\`.`,
    );
  }
  if (new Set(list).size < list.length) {
    console.warn(`${optimizer}: a parameter group has a parameter twice, which is moved twice a step. Give it once.`);
  }
  return list;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? `a ${value.constructor.name}` : String(value);
}

function checkSameGroups(optimizer: string, own: readonly ParamGroup<unknown>[], saved: readonly SavedGroup[]): void {
  const sizes = (groups: readonly { readonly params: readonly unknown[] }[]) =>
    groups.map(({ params }) => params.length);
  if (String(sizes(own)) === String(sizes(saved))) return;
  throw new RangeError(
    `${optimizer}: the saved state is of another optimizer: its parameter groups have [${sizes(saved)}] parameters, and those of this one ` +
      `[${sizes(own)}]. Make the groups as they were when it was saved.`,
  );
}

function copied<State extends object>(state: State): State {
  const values = Object.entries(state).map(([name, value]) => [
    name,
    value instanceof tf.Tensor ? tf.keep(value.clone()) : structuredClone(value),
  ]);
  return Object.fromEntries(values) as State;
}
