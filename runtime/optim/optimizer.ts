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

/** Who wants to know of every step: the Trainer, in manual optimization. */
export interface StepObserver {
  /** The gradients are there, the parameters have not moved yet. */
  beforeStep(): void;
  afterStep(): void;
}

/** Base of the optimizers, with torch.optim's semantics: a step moves every parameter that has a `grad`. */
export abstract class Optimizer<
  Options extends { lr: number } = { lr: number },
  Slots extends Record<string, tf.Tensor> = Record<string, tf.Tensor>,
> implements Stateful
{
  readonly paramGroups: readonly ParamGroup<Options>[];
  /** What the optimizer remembers of each parameter: kept tensors and its number of steps. */
  readonly #state = new Map<Parameter, { step: number; slots: Slots }>();
  #observer: StepObserver | null = null;

  constructor(params: Params<Options>, defaults: Options) {
    const groups = params.some((given) => !(given instanceof Parameter))
      ? (params as readonly ({ params: readonly Parameter[]; name?: string } & Partial<Options>)[])
      : [{ params: params as readonly Parameter[] } as { params: readonly Parameter[] } & Partial<Options>];
    this.paramGroups = groups.map(({ params: own, ...options }) => {
      const name = "name" in options && typeof options.name === "string" ? { name: options.name } : {};
      return { params: own, ...name, options: { ...defaults, ...options } };
    });
    if (this.paramGroups.every((group) => group.params.length === 0)) {
      throw new Error(
        `${this.constructor.name} got an empty list of parameters. Give it \`this.parameters()\` of a module that has some.`,
      );
    }
    for (const { options } of this.paramGroups) checkNotNegative(this.constructor.name, options);
  }

  /** The first group's learning rate. */
  get lr(): number {
    return this.paramGroups[0]?.options.lr ?? 0;
  }

  parameters(): Parameter[] {
    return this.paramGroups.flatMap((group) => group.params);
  }

  /**
   * Moves the parameters by their gradients.
   *
   * @param closure computes the loss and its gradients; called first.
   */
  step<T>(closure?: () => T): T | undefined {
    const result = closure?.();
    this.#observer?.beforeStep();
    tf.tidy(() => {
      for (const group of this.paramGroups) {
        for (const parameter of group.params) {
          if (parameter.grad !== null) this.#move(parameter, parameter.grad, group.options);
        }
      }
    });
    this.#observer?.afterStep();
    return result;
  }

  /** @internal The Trainer counts the steps that the user's code makes. */
  observe(observer: StepObserver): void {
    this.#observer = observer;
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
    this.#observer = null;
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
