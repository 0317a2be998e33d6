import type { StateDict } from "../../checkpoint/stateful.js";
import { warnOnce } from "../../functional/warnOnce.js";
import type { LrScheduler } from "../lrScheduler.js";
import type { Optimizer, OptimizerOptions, ScheduledOptions } from "../optimizer.js";
import { requireOptimizer } from "./requireOptimizer.js";

/**
 * Base of all schedulers. As in torch the fields of a scheduler are its state: they are saved and come back, functions and `#private` ones excepted.
 */
export abstract class StatefulScheduler implements LrScheduler {
  protected lastLr: readonly number[];

  constructor(readonly optimizer: Optimizer) {
    requireOptimizer(this.constructor.name, optimizer);
    this.lastLr = this.currentRates();
  }

  abstract step(argument?: number): void;

  /** The rates that the last step set, one for each parameter group. */
  getLastLr(): readonly number[] {
    return this.lastLr;
  }

  stateDict(): StateDict {
    const { optimizer: _, ...state } = this as Record<string, unknown>;
    return Object.fromEntries(Object.entries(state).map(([name, value]) => [name, savedField(value)]));
  }

  loadStateDict(state: StateDict): void {
    for (const [name, value] of Object.entries(state)) {
      if (name !== "optimizer" && Object.hasOwn(this, name)) this.loadField(name, value);
    }
  }

  /** @internal Sets the first rates; a SequentialLR has its first scheduler do it again. */
  initialStep(): void {
    this.step();
  }

  /** @internal A SequentialLR begins with a scheduler at its milestone. */
  restart(): void {
    throw new Error(
      `SequentialLR: a ${this.constructor.name} can only come first, because it cannot begin again at a milestone. Put its schedulers in the list themselves.`,
    );
  }

  /** @internal Takes back the step of the constructor, for a SequentialLR. */
  stepBack(): void {}

  protected loadField(name: string, value: unknown): void {
    if (holdsFunctions((this as Record<string, unknown>)[name])) return;
    (this as Record<string, unknown>)[name] = structuredClone(value);
  }

  protected get groups(): readonly (OptimizerOptions & ScheduledOptions)[] {
    return this.optimizer.paramGroups.map(({ options }) => options);
  }

  /** The rates as they are, whoever set them. */
  protected currentRates(): number[] {
    return this.groups.map(({ lr }) => lr);
  }

  /** @throws when groups were added since, and the scheduler has no rates for them. */
  protected setRates(rates: readonly number[]): void {
    const { groups } = this;
    if (rates.length !== groups.length) {
      throw new RangeError(
        `${this.constructor.name} has rates for ${rates.length} parameter groups, and the optimizer has ${groups.length}. ` +
          "Add groups before you make the scheduler.",
      );
    }
    groups.forEach((options, i) => {
      options.lr = rates[i] as number;
    });
    this.lastLr = this.currentRates();
  }

  /** @throws where a formula would divide by 0, which an argument is to blame for. */
  protected divisor(value: number, what: string): number {
    if (value !== 0) return value;
    throw new RangeError(`${this.constructor.name}: the formula divides by ${what}, which is 0. Choose another value.`);
  }

  /** `step(epoch)` is torch's old way. */
  protected warnOfEpoch(): void {
    warnOnce(
      `${this.constructor.name}: \`step(epoch)\` is deprecated; call \`step()\`. With an epoch the rate is computed from the initial one in ` +
        "place of the present one, where that can be done.",
    );
  }
}

function savedField(value: unknown): unknown {
  if (typeof value === "function") return null;
  if (Array.isArray(value)) return value.map(savedField);
  return value instanceof StatefulScheduler ? value.stateDict() : structuredClone(value);
}

function holdsFunctions(value: unknown): boolean {
  return typeof value === "function" || (Array.isArray(value) && value.some(holdsFunctions));
}
