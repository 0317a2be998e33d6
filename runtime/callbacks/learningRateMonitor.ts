import type { LightningModule } from "../core/lightningModule.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";
import { groupNames } from "./learningRateNames.js";

export interface LearningRateMonitorOptions {
  /** Logs all of them each "step" or "epoch"; default null: each at the interval of its scheduler. */
  readonly loggingInterval?: "step" | "epoch" | null;
  /** Logs the momentum too (the first of Adam's betas), as `<name>-momentum`; default false. */
  readonly logMomentum?: boolean;
  /** Logs the weight decay too, as `<name>-weight_decay`; default false. */
  readonly logWeightDecay?: boolean;
}

/**
 * Logs the learning rates of the optimizers as `lr-SGD`, with `-1` for a second SGD and `/pg1` for each of several groups. The `name`
 * beside a scheduler and the `name` of a group replace these.
 */
export class LearningRateMonitor extends Callback {
  readonly loggingInterval: "step" | "epoch" | null;
  readonly logMomentum: boolean;
  readonly logWeightDecay: boolean;
  /** Every rate that was logged, by name. */
  lrs: Record<string, number[]> = {};
  lastMomentumValues: Record<string, number | null> = {};
  lastWeightDecayValues: Record<string, number | null> = {};

  constructor({
    loggingInterval = null,
    logMomentum = false,
    logWeightDecay = false,
  }: LearningRateMonitorOptions = {}) {
    super();
    if (![null, "step", "epoch"].includes(loggingInterval)) {
      throw new MisconfigurationException(
        `LearningRateMonitor: \`loggingInterval\` is ${loggingInterval}; it should be ${alternatives(["step", "epoch"])}, or null.`,
      );
    }
    this.loggingInterval = loggingInterval;
    this.logMomentum = logMomentum;
    this.logWeightDecay = logWeightDecay;
  }

  override onTrainStart(trainer: Trainer): void {
    if (trainer.loggers.length === 0) {
      throw new MisconfigurationException(
        "Cannot use `LearningRateMonitor` callback with `Trainer` that has no logger. Leave `logger` at its default, or remove the callback.",
      );
    }
    if (this.logMomentum) warnWithoutMomentum(trainer.optimizers);
    const names = namedOptimizers(trainer).flatMap((named) => named.names);
    this.lrs = Object.fromEntries(names.map((name) => [name, []]));
    this.lastMomentumValues = Object.fromEntries(names.map((name) => [`${name}-momentum`, null]));
    this.lastWeightDecayValues = Object.fromEntries(names.map((name) => [`${name}-weight_decay`, null]));
  }

  override onTrainBatchStart(trainer: Trainer, _module: LightningModule): void {
    if (this.loggingInterval !== "epoch" && trainer.shouldUpdateLogs) this.#write(trainer, "step");
  }

  override onTrainEpochStart(trainer: Trainer): void {
    if (this.loggingInterval !== "step") this.#write(trainer, "epoch");
  }

  #write(trainer: Trainer, moment: "step" | "epoch"): void {
    const values: Record<string, number> = {};
    for (const { optimizer, names, interval } of namedOptimizers(trainer)) {
      this.#renameGrown(names);
      if (this.loggingInterval !== null || interval === null || interval === moment)
        this.#read(optimizer, names, values);
    }
    trainer.updateCallbackMetrics(values);
    if (Object.keys(values).length === 0) return;
    for (const logger of trainer.loggers) logger.logMetrics(values, trainer.batchesThatStepped);
  }

  #read(optimizer: Optimizer, names: readonly string[], values: Record<string, number>): void {
    for (const [i, group] of optimizer.paramGroups.entries()) {
      const name = names[i] as string;
      const { lr, betas, momentum, weightDecay }: GroupOptions = group.options;
      values[name] = lr;
      this.lrs[name]?.push(lr);
      if (this.logMomentum) {
        values[`${name}-momentum`] = this.lastMomentumValues[`${name}-momentum`] = betas?.[0] ?? momentum ?? 0;
      }
      if (this.logWeightDecay) {
        values[`${name}-weight_decay`] = this.lastWeightDecayValues[`${name}-weight_decay`] = weightDecay ?? 0;
      }
    }
  }

  /** An optimizer that got a second group changes the name of its first: the rates move along. */
  #renameGrown(names: readonly string[]): void {
    for (const name of names) {
      const before = name.replace("/pg1", "");
      const rates = this.lrs[before];
      if (before !== name && rates !== undefined) {
        this.lrs[name] = rates;
        delete this.lrs[before];
      } else this.lrs[name] ??= [];
    }
  }
}

interface GroupOptions {
  readonly lr: number;
  readonly betas?: readonly number[];
  readonly momentum?: number;
  readonly weightDecay?: number;
}

/** An optimizer with the names of its groups, and the interval of its scheduler; null: it has none. */
interface NamedOptimizer {
  readonly optimizer: Optimizer;
  readonly names: readonly string[];
  readonly interval: "step" | "epoch" | null;
}

/** Those with a scheduler first. */
function namedOptimizers(trainer: Trainer): NamedOptimizer[] {
  const scheduled = trainer.lrSchedulerConfigs.map(({ scheduler, name, interval }) => ({
    optimizer: scheduler.optimizer,
    name,
    interval,
  }));
  const others = trainer.optimizers
    .filter((optimizer) => !scheduled.some((known) => known.optimizer === optimizer))
    .map((optimizer) => ({ optimizer, name: null, interval: null }));
  const all = [...scheduled, ...others];
  const names = groupNames(all);
  return all.map(({ optimizer, interval }, i) => ({ optimizer, interval, names: names[i] as readonly string[] }));
}

function warnWithoutMomentum(optimizers: readonly Optimizer[]): void {
  const without = (name: string) => optimizers.some(({ paramGroups }) => !(name in (paramGroups[0]?.options ?? {})));
  if (without("momentum") && without("betas")) {
    console.warn(
      "You have set `logMomentum: true`, but some optimizers do not have momentum. This will log a value 0 for the momentum.",
    );
  }
}
