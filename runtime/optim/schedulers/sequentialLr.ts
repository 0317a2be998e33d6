import { type Defaults, filledOptions, REQUIRED } from "../filledOptions.js";
import type { Optimizer } from "../optimizer.js";
import { checkSchedulerList, loadSchedulers } from "./schedulerList.js";
import { StatefulScheduler } from "./statefulScheduler.js";

export interface SequentialLROptions {
  readonly schedulers: readonly StatefulScheduler[];
  /** The steps at which the second, the third … scheduler begins, rising: one fewer than there are schedulers. */
  readonly milestones: readonly number[];
  /** Default -1: it begins. */
  readonly lastEpoch?: number;
}

const DEFAULTS: Defaults<Required<SequentialLROptions>> = {
  schedulers: REQUIRED,
  milestones: REQUIRED,
  lastEpoch: -1,
};

/** One scheduler after another. */
export class SequentialLR extends StatefulScheduler {
  /** Steps taken. */
  lastEpoch: number;
  protected schedulers: readonly StatefulScheduler[];
  protected milestones: readonly number[];

  constructor(optimizer: Optimizer, options: SequentialLROptions) {
    const { schedulers, milestones, lastEpoch } = filledOptions(new.target.name, DEFAULTS, options);
    const { name } = new.target;
    checkSchedulerList(name, optimizer, schedulers);
    if (milestones.length !== schedulers.length - 1) {
      throw new RangeError(
        `${name}: there are ${schedulers.length} schedulers and ${milestones.length} \`milestones\`; give one milestone fewer than schedulers.`,
      );
    }
    super(optimizer);
    this.schedulers = [...schedulers];
    this.milestones = [...milestones];
    this.lastEpoch = lastEpoch + 1;
    this.#beginAgain();
  }

  override step(): void {
    this.lastEpoch++;
    const index = this.#indexAt(this.lastEpoch);
    const scheduler = this.schedulers[index] as StatefulScheduler;
    if (index > 0 && this.milestones[index - 1] === this.lastEpoch) scheduler.restart();
    else scheduler.step();
    this.lastLr = scheduler.getLastLr();
  }

  override stepBack(): void {
    for (const scheduler of this.schedulers) scheduler.stepBack();
  }

  protected override loadField(name: string, value: unknown): void {
    if (name === "schedulers") loadSchedulers(this.schedulers, value);
    else super.loadField(name, value);
  }

  /** All schedulers have set their first rates by now; only the first one's are wanted. */
  #beginAgain(): void {
    for (const options of this.groups) options.lr = options.initialLr ?? options.lr;
    this.stepBack();
    const first = this.schedulers[this.#indexAt(0)] as StatefulScheduler;
    first.initialStep();
    this.lastLr = first.getLastLr();
  }

  #indexAt(epoch: number): number {
    return this.milestones.filter((milestone) => milestone <= epoch).length;
  }
}
