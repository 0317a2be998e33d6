import type { InPlaceKernels, InPlaceOperation } from "../backend/native/inPlaceKernels.js";
import { native, tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";
import { Optimizer, type OptimizerOptions, type ParameterState } from "./optimizer.js";

/** A parameter's new value, and the tensors to be remembered in place of those of its state. They belong to the caller. */
export interface Updated<State> {
  readonly value: tf.Tensor;
  readonly slots?: Readonly<Partial<State>>;
}

/** An update as one kernel, which changes the parameter and then these tensors of its state, in this order. */
export interface FusedUpdate extends InPlaceOperation {
  readonly slots: readonly tf.Tensor[];
  /** What the kernel starts from, where that is not the parameter's value. */
  readonly from?: tf.Tensor;
}

/**
 * Base of the optimizers that move each parameter by its own gradient and by what they remember of it. A subclass says how in three parts: what is
 * remembered at first, the numbers of a step, and the update as a pure function of tensors and these numbers.
 *
 * Every step of every parameter goes through `moveParameters`, and there through `move`: a kernel that does a whole update at once takes the place
 * of `update` there.
 */
export abstract class FirstOrderOptimizer<
  Options extends OptimizerOptions,
  State extends ParameterState,
  Numbers,
> extends Optimizer<Options, State> {
  protected override takeStep<T>(closure: (() => T) | undefined): T | undefined {
    const result = closure?.();
    tf.tidy(() => this.moveParameters());
    return result;
  }

  override dispose(): void {
    const slots = [...this.state.values()].flatMap((state) =>
      Object.values(state).filter((value) => value instanceof tf.Tensor),
    );
    native?.inPlace.release([...this.state.keys(), ...slots]);
    super.dispose();
  }

  /** What is remembered of a parameter before its first step; the tensors become the optimizer's own. */
  protected abstract initialState(parameter: Parameter, options: Options): State;

  /**
   * The numbers of a parameter's next step, computed in double precision: bias corrections and what else depends on the options and on the count of
   * steps, which is that of this step already. Numbers of the state (never its tensors) move on here.
   */
  protected abstract numbers(state: State, options: Options): Numbers;

  /** One parameter's update. Pure: it changes none of its arguments, and all but what it returns is freed. */
  protected abstract update(
    value: tf.Tensor,
    gradient: tf.Tensor,
    state: Readonly<State>,
    numbers: Numbers,
  ): Updated<State>;

  /**
   * The kernel of TensorFlow that does the same as `update`, where there is one: a step of Adam takes it a fifth of the time.
   */
  protected fused(_value: tf.Tensor, _gradient: tf.Tensor, _state: State, _numbers: Numbers): FusedUpdate | null {
    return null;
  }

  /** Moves every parameter that has a gradient. */
  protected moveParameters(): void {
    for (const { params, options } of this.paramGroups) {
      for (const parameter of params) {
        if (parameter.grad !== null) this.move(parameter, parameter.grad, options);
      }
    }
  }

  protected move(parameter: Parameter, gradient: tf.Tensor, options: Options): void {
    const state = this.state.get(parameter) ?? this.#remember(parameter, options);
    state.step++;
    const numbers = this.numbers(state, options);
    if (native !== null && this.#runFused(native.inPlace, parameter, gradient, state, numbers)) return;
    const { value, slots } = this.update(parameter, gradient, state, numbers);
    parameter.assign(value);
    if (slots !== undefined) replaceSlots(state, slots);
  }

  /** @returns false when there is no such kernel, or when somebody else holds the data that it would change. */
  #runFused(
    kernels: InPlaceKernels,
    parameter: Parameter,
    gradient: tf.Tensor,
    state: State,
    numbers: Numbers,
  ): boolean {
    const update = kernels.owns(parameter) ? this.fused(parameter, gradient, state, numbers) : null;
    if (update === null || !update.slots.every((slot) => kernels.owns(slot))) return false;
    if (update.from !== undefined) {
      parameter.assign(update.from);
      // The parameter alone holds it now.
      update.from.dispose();
    }
    kernels.run([parameter, ...update.slots], update);
    return true;
  }

  #remember(parameter: Parameter, options: Options): State {
    const state = this.initialState(parameter, options);
    for (const slot of Object.values(state)) if (slot instanceof tf.Tensor) tf.keep(slot);
    this.state.set(parameter, state);
    return state;
  }
}

function replaceSlots<State extends object>(state: State, slots: Readonly<Partial<State>>): void {
  for (const name in slots) {
    const slot = slots[name] as State[typeof name] & tf.Tensor;
    const previous = state[name];
    state[name] = tf.keep(slot);
    if (previous instanceof tf.Tensor) previous.dispose();
  }
}
