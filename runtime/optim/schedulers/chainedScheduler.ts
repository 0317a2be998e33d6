import type { Optimizer } from "../optimizer.js";
import { checkSchedulerList, loadSchedulers } from "./schedulerList.js";
import { StatefulScheduler } from "./statefulScheduler.js";

/** Several schedulers that are stepped together, each changing what the one before it left. */
export class ChainedScheduler extends StatefulScheduler {
  protected schedulers: readonly StatefulScheduler[];

  /** @param optimizer default: that of the schedulers. */
  constructor(schedulers: readonly StatefulScheduler[], optimizer: Optimizer | undefined = schedulers[0]?.optimizer) {
    checkSchedulerList(new.target.name, optimizer, schedulers);
    super(optimizer as Optimizer);
    this.schedulers = [...schedulers];
  }

  override step(): void {
    for (const scheduler of this.schedulers) scheduler.step();
    this.lastLr = this.currentRates();
  }

  override stepBack(): void {
    for (const scheduler of this.schedulers) scheduler.stepBack();
  }

  protected override loadField(name: string, value: unknown): void {
    if (name === "schedulers") loadSchedulers(this.schedulers, value);
    else super.loadField(name, value);
  }
}
