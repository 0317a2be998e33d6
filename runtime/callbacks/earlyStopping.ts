import type { Mode } from "../checkpoint/bestModels.js";
import type { StateDict } from "../checkpoint/stateful.js";
import type { LightningModule } from "../core/lightningModule.js";
import { MisconfigurationException } from "../errors.js";
import { pythonFloat } from "../loggers/pythonFloat.js";
import { pythonFormat } from "../pythonFormat.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";
import { checkOptions } from "./checkOptions.js";
import { stateKeyOf } from "./stateKey.js";
import { validatesOncePerEpoch } from "./validationSchedule.js";

export interface EarlyStoppingOptions {
  /** The logged metric to watch. */
  readonly monitor: string;
  /** A change that is not larger is no improvement; default 0. */
  readonly minDelta?: number;
  /** Checks without improvement after which training ends; default 3. */
  readonly patience?: number;
  /** Says what it finds; default false. */
  readonly verbose?: boolean;
  /** Whether a small or a large value is good; default "min". */
  readonly mode?: Mode;
  /** A metric that was not logged is an error; default true. */
  readonly strict?: boolean;
  /** Ends training when the metric is NaN or infinite; default true. */
  readonly checkFinite?: boolean;
  /** Ends training when the metric is better than this. */
  readonly stoppingThreshold?: number | null;
  /** Ends training when the metric is worse than this. */
  readonly divergenceThreshold?: number | null;
  /** True: checks at the end of training epochs; false: after validations. Default: where the metric is fresh. */
  readonly checkOnTrainEpochEnd?: boolean | null;
}

const OPTIONS: Readonly<Record<keyof EarlyStoppingOptions, true>> = {
  ...{ monitor: true, minDelta: true, patience: true, verbose: true, mode: true, strict: true, checkFinite: true },
  ...{ stoppingThreshold: true, divergenceThreshold: true, checkOnTrainEpochEnd: true },
};

/** Why training was stopped; their numbers are what a checkpoint holds. */
export const EARLY_STOPPING_REASONS = [
  "NOT_STOPPED",
  "STOPPING_THRESHOLD",
  "DIVERGENCE_THRESHOLD",
  "PATIENCE_EXHAUSTED",
  "NON_FINITE_METRIC",
] as const;

export type EarlyStoppingReason = (typeof EARLY_STOPPING_REASONS)[number];

/** Ends training when a metric no longer improves. */
export class EarlyStopping extends Callback {
  override readonly monitorsMetric = true;
  readonly monitor: string;
  readonly mode: Mode;
  patience: number;
  /** Checks since the last improvement. */
  waitCount = 0;
  /** 0: it did not stop training, or in the first epoch. */
  stoppedEpoch = 0;
  bestScore: number;
  stoppingReason: EarlyStoppingReason = "NOT_STOPPED";
  stoppingReasonMessage: string | null = null;
  readonly #options: EarlyStoppingOptions;
  readonly #minDelta: number;
  #onTrainEpochEnd: boolean | null;

  constructor(options: EarlyStoppingOptions) {
    super();
    const { mode = "min", minDelta = 0, patience = 3 } = options;
    if (mode !== "min" && mode !== "max") throw new MisconfigurationException(`\`mode\` can be min, max, got ${mode}.`);
    checkOptions("EarlyStopping", options, OPTIONS, ["monitor"]);
    this.#options = options;
    this.monitor = options.monitor;
    this.mode = mode;
    this.patience = patience;
    this.#minDelta = mode === "max" ? minDelta : -minDelta;
    this.bestScore = mode === "max" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    this.#onTrainEpochEnd = options.checkOnTrainEpochEnd ?? null;
  }

  override get stateKey(): string {
    return stateKeyOf(this, { monitor: this.monitor, mode: this.mode });
  }

  override setup(trainer: Trainer): void {
    this.#onTrainEpochEnd ??= validatesOncePerEpoch(trainer) && trainer.checkValEveryNEpoch === 1;
  }

  override onTrainEpochEnd(trainer: Trainer): void {
    if (this.#onTrainEpochEnd) this.#check(trainer);
  }

  override onValidationEnd(trainer: Trainer, _module: LightningModule): void {
    if (!this.#onTrainEpochEnd) this.#check(trainer);
  }

  override stateDict(): StateDict {
    const { waitCount, stoppedEpoch, bestScore, patience, stoppingReasonMessage } = this;
    const stoppingReason = EARLY_STOPPING_REASONS.indexOf(this.stoppingReason);
    return { waitCount, stoppedEpoch, bestScore, patience, stoppingReason, stoppingReasonMessage };
  }

  override loadStateDict(state: StateDict): void {
    this.waitCount = state["waitCount"] as number;
    this.stoppedEpoch = state["stoppedEpoch"] as number;
    this.bestScore = state["bestScore"] as number;
    this.patience = state["patience"] as number;
    this.stoppingReason = EARLY_STOPPING_REASONS[state["stoppingReason"] as number] ?? "NOT_STOPPED";
    this.stoppingReasonMessage = (state["stoppingReasonMessage"] ?? null) as string | null;
  }

  #check(trainer: Trainer): void {
    if (trainer.state.fn !== "fit" || trainer.sanityChecking || trainer.fastDevRun > 0) return;
    const current = trainer.callbackMetrics[this.monitor];
    if (current === undefined) {
      this.#reportMissing(trainer);
      return;
    }
    const { stops, reason } = this.#evaluate(current);
    if (stops) {
      trainer.shouldStop = true;
      this.stoppedEpoch = trainer.currentEpoch;
      this.stoppingReasonMessage = reason;
    }
    if (reason !== null && this.#options.verbose) trainer.print(reason);
  }

  #reportMissing(trainer: Trainer): void {
    const names = Object.keys(trainer.callbackMetrics);
    const message =
      `Early stopping conditioned on metric \`${this.monitor}\` which is not available. ` +
      (names.length === 0
        ? `Nothing was logged: call \`this.log("${this.monitor}", …)\` in a step.`
        : `Pass in or modify your \`EarlyStopping\` callback to use any of the following: \`${names.join("`, `")}\``);
    if (this.#options.strict ?? true) throw new Error(message);
    if (this.#options.verbose) console.warn(message);
  }

  /** The order of the checks is Lightning's. */
  #evaluate(current: number): { readonly stops: boolean; readonly reason: string | null } {
    const { stoppingThreshold = null, divergenceThreshold = null, checkFinite = true } = this.#options;
    const round = precisionOf(current, this.bestScore);
    const value = pythonFloat(current);
    const sign = this.mode === "min" ? "<" : ">";
    if (checkFinite && !Number.isFinite(current)) {
      const reason = `Monitored metric ${this.monitor} = ${value} is not finite. Previous best value was ${short(this.bestScore)}.`;
      return this.#stop("NON_FINITE_METRIC", reason);
    }
    if (stoppingThreshold !== null && this.#isBetter(current, round(stoppingThreshold)))
      return this.#stop(
        "STOPPING_THRESHOLD",
        `Stopping threshold reached: ${this.monitor} = ${value} ${sign} ${stoppingThreshold}.`,
      );
    if (divergenceThreshold !== null && this.#isBetter(-current, -round(divergenceThreshold))) {
      const reason = `Divergence threshold reached: ${this.monitor} = ${value} ${sign} ${divergenceThreshold}.`;
      return this.#stop("DIVERGENCE_THRESHOLD", reason);
    }
    if (this.#isBetter(round(current - round(this.#minDelta)), this.bestScore)) {
      const reason = this.#improvementText(current);
      this.bestScore = current;
      this.waitCount = 0;
      return { stops: false, reason };
    }
    this.waitCount++;
    if (this.waitCount < this.patience) return { stops: false, reason: null };
    const reason = `Monitored metric ${this.monitor} did not improve in the last ${this.waitCount} records. Best score: ${short(this.bestScore)}.`;
    return this.#stop("PATIENCE_EXHAUSTED", reason);
  }

  #stop(why: EarlyStoppingReason, reason: string) {
    this.stoppingReason = why;
    return { stops: true, reason: `${reason} Signaling Trainer to stop.` };
  }

  #isBetter(a: number, b: number): boolean {
    return this.mode === "min" ? a < b : a > b;
  }

  #improvementText(current: number): string {
    if (!Number.isFinite(this.bestScore)) return `Metric ${this.monitor} improved. New best score: ${short(current)}`;
    const by = short(Math.abs(this.bestScore - current));
    return `Metric ${this.monitor} improved by ${by} >= minDelta = ${pythonFloat(Math.abs(this.#minDelta))}. New best score: ${short(current)}`;
  }
}

/** Logged values are float32, and so is what is computed from them; a value that is none was logged in double precision. */
function precisionOf(...values: readonly number[]): (value: number) => number {
  return values.every((value) => Number.isNaN(value) || Math.fround(value) === value) ? Math.fround : (value) => value;
}

function short(value: number): string {
  return pythonFormat(value, ".3f", "float");
}
