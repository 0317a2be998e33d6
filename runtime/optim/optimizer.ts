import { tf } from "../backend/tf.js";
import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import { Parameter } from "../nn/parameter.js";

/** Parameters that share their options. */
export interface ParamGroup<Options> {
  readonly params: readonly Parameter[];
  readonly name?: string;
  readonly options: Options & { lr: number };
}

/** What an optimizer is given: parameters, or groups of them with options of their own. */
export type Params<Options> =
  | readonly Parameter[]
  | readonly ({ readonly params: readonly Parameter[]; readonly name?: string } & Partial<Options>)[];

/** Base of the optimizers, with torch.optim's semantics: a step moves every parameter that has a `grad`. */
export abstract class Optimizer<
  Options extends { lr: number } = { lr: number },
  Slots extends Record<string, tf.Tensor> = Record<string, tf.Tensor>,
> implements Stateful
{
  readonly #groups: ParamGroup<Options>[];
  /** What the optimizer remembers of each parameter: kept tensors and its number of steps. */
  readonly #state = new Map<Parameter, { step: number; slots: Slots }>();

  constructor(
    params: Params<Options>,
    private readonly defaults: Options,
  ) {
    const groups = params.some((given) => !(given instanceof Parameter))
      ? (params as readonly ({ params: readonly Parameter[]; name?: string } & Partial<Options>)[])
      : [{ params: params as readonly Parameter[] } as { params: readonly Parameter[] } & Partial<Options>];
    this.#groups = groups.map((group) => this.#filledIn(group));
    if (this.paramGroups.every((group) => group.params.length === 0)) {
      throw new Error(
        `${this.constructor.name} got an empty list of parameters. Give it \`this.parameters()\` of a module that has some.`,
      );
    }
  }

  get paramGroups(): readonly ParamGroup<Options>[] {
    return this.#groups;
  }

  /** The first group's learning rate. */
  get lr(): number {
    return this.paramGroups[0]?.options.lr ?? 0;
  }

  parameters(): Parameter[] {
    return this.paramGroups.flatMap((group) => group.params);
  }

  /** Adds parameters to train, with options of their own; the defaults are those of the constructor. */
  addParamGroup(group: { readonly params: readonly Parameter[]; readonly name?: string } & Partial<Options>): void {
    const known = new Set(this.parameters());
    if (group.params.some((parameter) => known.has(parameter))) {
      throw new Error(
        `${this.constructor.name}: some of the parameters are in another parameter group already. Each may be in one only.`,
      );
    }
    this.#groups.push(this.#filledIn(group));
  }

  /** Takes these groups in place of its own: those of an interrupted run, which had added some. */
  replaceParamGroups(groups: readonly ParamGroup<Options>[]): void {
    this.#groups.splice(0, this.#groups.length, ...groups);
  }

  /**
   * Moves the parameters by their gradients.
   *
   * @param closure computes the loss and its gradients; called first.
   */
  step<T>(closure?: () => T): T | undefined {
    const result = closure?.();
    tf.tidy(() => {
      for (const group of this.#groups) {
        for (const parameter of group.params) {
          if (parameter.grad !== null) this.#move(parameter, parameter.grad, group.options);
        }
      }
    });
    return result;
  }

  zeroGrad(): void {
    for (const group of this.paramGroups) for (const parameter of group.params) parameter.zeroGrad();
  }

  stateDict(): StateDict {
    const order = this.parameters();
    return {
      state: Object.fromEntries(
        [...this.#state].map(([parameter, state]) => [order.indexOf(parameter), { step: state.step, ...state.slots }]),
      ),
      paramGroups: this.paramGroups.map((group) => ({
        ...group.options,
        params: group.params.map((parameter) => order.indexOf(parameter)),
      })),
    };
  }

  loadStateDict(saved: StateDict): void {
    const order = this.parameters();
    const groups = saved["paramGroups"] as readonly Record<string, unknown>[];
    this.paramGroups.forEach((group, i) => {
      const { params: _, ...options } = groups[i] ?? {};
      Object.assign(group.options, options);
    });
    this.dispose();
    for (const [index, { step, ...slots }] of Object.entries(
      saved["state"] as Record<string, { step: number } & Slots>,
    )) {
      const kept = Object.fromEntries(
        Object.entries(slots).map(([name, slot]) => [name, tf.keep((slot as tf.Tensor).clone())]),
      ) as Slots;
      this.#state.set(order[Number(index)] as Parameter, { step, slots: kept });
    }
  }

  /** Frees what it remembers. */
  dispose(): void {
    for (const { slots } of this.#state.values()) for (const slot of Object.values(slots)) slot.dispose();
    this.#state.clear();
  }

  /** What is remembered of a parameter before its first step. */
  protected abstract initialSlots(parameter: Parameter, options: Options): Slots;

  /** One parameter's new value and slots. Runs in a scope: all else is freed. `step` counts from 1. */
  protected abstract update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: Slots,
    step: number,
    options: Options,
  ): { value: tf.Tensor; slots: Slots };

  /** A group with the constructor's options where it has none of its own. */
  #filledIn({
    params,
    ...options
  }: { readonly params: readonly Parameter[]; readonly name?: string } & Partial<Options>): ParamGroup<Options> {
    const { name } = options;
    const filled = { params, options: { ...this.defaults, ...options } };
    checkNotNegative(this.constructor.name, filled.options);
    return typeof name === "string" ? { ...filled, name } : filled;
  }

  #move(parameter: Parameter, gradient: tf.Tensor, options: Options): void {
    let state = this.#state.get(parameter);
    if (state === undefined) {
      state = { step: 0, slots: this.initialSlots(parameter, options) };
      this.#state.set(parameter, state);
    }
    state.step++;
    const next = this.update(parameter, gradient, state.slots, state.step, options);
    parameter.assign(next.value);
    for (const [name, slot] of Object.entries(next.slots)) {
      const previous = state.slots[name];
      if (previous === slot) continue;
      (state.slots as Record<string, tf.Tensor>)[name] = tf.keep(slot);
      previous?.dispose();
    }
  }
}

function checkNotNegative(optimizer: string, options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number" && (value < 0 || Number.isNaN(value))) {
      throw new RangeError(`${optimizer}: \`${name}\` is ${value}; it must be 0 or larger.`);
    }
  }
}
