import type { StateDict } from "../../checkpoint/stateful.js";
import { warnOnce } from "../../functional/warnOnce.js";
import type { Optimizer } from "../optimizer.js";
import { StatefulScheduler } from "./statefulScheduler.js";

/**
 * Base of schedulers that count their steps (torch.optim.lr_scheduler.LRScheduler): subclass it, define `getLr`, and call `this.initialStep()` as
 * the last thing in the constructor.
 */
export abstract class LRScheduler extends StatefulScheduler {
  /** Steps taken; during the first, in the constructor, 0. */
  lastEpoch: number;
  /** The rates of the groups before any scheduler changed them. */
  protected baseLrs: readonly number[];
  protected stepCount = 0;
  #isInitial = false;

  /**
   * @param lastEpoch the steps taken before, when it goes on from where another one was; -1: it begins.
   * @throws when it goes on and the optimizer's groups have no `initialLr`.
   */
  constructor(optimizer: Optimizer, lastEpoch = -1) {
    super(optimizer);
    this.groups.forEach((options, i) => {
      if (lastEpoch === -1) options.initialLr ??= options.lr;
      else if (options.initialLr === undefined) throw withoutInitialRate(i, lastEpoch);
    });
    this.baseLrs = this.groups.map(({ initialLr = 0 }) => initialLr);
    this.lastEpoch = lastEpoch;
  }

  /** @param epoch deprecated: goes there in place of one further. */
  step(epoch?: number): void {
    if (this.stepCount === 1 && !this.optimizer.hasStepped) warnOnce(STEPPED_FIRST);
    this.stepCount++;
    if (epoch !== undefined) this.warnOfEpoch();
    this.updateLr(epoch);
  }

  override initialStep(): void {
    this.stepCount = 0;
    this.#isInitial = true;
    try {
      this.step();
    } finally {
      this.#isInitial = false;
    }
  }

  override restart(): void {
    this.updateLr(0);
  }

  override stepBack(): void {
    this.lastEpoch--;
  }

  /** A state that was saved without the count of steps has it from that of epochs. */
  override loadStateDict(state: StateDict): void {
    super.loadStateDict("stepCount" in state ? state : { ...state, stepCount: Number(state["lastEpoch"]) + 1 });
  }

  /** The rates of the groups after `lastEpoch` steps, mostly from the present ones, so that several schedulers may change them. */
  protected abstract getLr(): readonly number[];

  /** The same from the rates at the beginning, where a formula is known. */
  protected closedFormLr(): readonly number[] {
    return this.getLr();
  }

  /** True during the step of the constructor. */
  protected get isInitial(): boolean {
    return this.#isInitial;
  }

  /** The present rates times a factor. */
  protected ratesTimes(factor: number): number[] {
    return this.groups.map(({ lr }) => lr * factor);
  }

  protected updateLr(epoch?: number): void {
    this.lastEpoch = epoch ?? this.lastEpoch + 1;
    this.setRates(epoch === undefined ? this.getLr() : this.closedFormLr());
  }
}

const STEPPED_FIRST =
  "Detected call of `lrScheduler.step()` before `optimizer.step()`: the first value of the schedule is skipped. Call `optimizer.step()` first.";

function withoutInitialRate(group: number, lastEpoch: number): Error {
  return new Error(
    `Parameter group ${group} has no \`initialLr\`, which a scheduler needs that goes on after step ${lastEpoch}. Load the optimizer's saved state ` +
      "before you make the scheduler, or leave out `lastEpoch`.",
  );
}
