import type { StateDict } from "../checkpoint/stateful.js";
import { type Duration, durationSeconds } from "../duration.js";
import { alternatives, MisconfigurationException } from "../errors.js";
import type { Stage } from "../protocol/runFile.js";
import type { Trainer } from "../trainer/trainer.js";
import { Callback } from "./callback.js";

export interface TimerOptions {
  /** `"DD:HH:MM:SS"` or `{ hours: 12 }`; default null: it only measures. */
  readonly duration?: Duration | null;
  /** Where training may be ended: after a batch ("step", the default) or after an epoch. */
  readonly interval?: (typeof INTERVALS)[number];
  /** Says so when the time is over; default true. */
  readonly verbose?: boolean;
}

const INTERVALS = ["step", "epoch"] as const;

/** Measures training, validation and test, and ends training when its time is over. A resumed run goes on counting. */
export class Timer extends Callback {
  readonly #duration: number | null;
  readonly #interval: (typeof INTERVALS)[number];
  readonly #verbose: boolean;
  readonly #start = new Map<Stage, number>();
  readonly #end = new Map<Stage, number>();
  /** Seconds trained before this run began. */
  #offset = 0;

  constructor({ duration = null, interval = "step", verbose = true }: TimerOptions = {}) {
    super();
    if (!INTERVALS.includes(interval)) {
      throw new MisconfigurationException(
        `Unsupported parameter value \`Timer(interval=${interval})\`. Possible choices are: ${alternatives(INTERVALS)}.`,
      );
    }
    this.#duration = duration === null ? null : checkedSeconds(duration);
    this.#interval = interval;
    this.#verbose = verbose;
  }

  /** When a stage began, in seconds of the process's clock; null: it did not. */
  startTime(stage: Stage = "train"): number | null {
    return this.#start.get(stage) ?? null;
  }

  endTime(stage: Stage = "train"): number | null {
    return this.#end.get(stage) ?? null;
  }

  /** Seconds in a stage so far. */
  timeElapsed(stage: Stage = "train"): number {
    const start = this.startTime(stage);
    const offset = stage === "train" ? this.#offset : 0;
    return start === null ? offset : (this.endTime(stage) ?? clock()) - start + offset;
  }

  /** Seconds left of the duration; null without one. */
  timeRemaining(stage: Stage = "train"): number | null {
    return this.#duration === null ? null : this.#duration - this.timeElapsed(stage);
  }

  override onTrainStart(): void {
    this.#begin("train");
  }

  override onTrainEnd(): void {
    this.#end.set("train", clock());
  }

  override onValidationStart(): void {
    this.#begin("validate");
  }

  override onValidationEnd(): void {
    this.#end.set("validate", clock());
  }

  override onTestStart(): void {
    this.#begin("test");
  }

  override onTestEnd(): void {
    this.#end.set("test", clock());
  }

  /** A resumed run may have used up its time already. */
  override onFitStart(trainer: Trainer): void {
    if (this.#duration !== null) this.#check(trainer, this.#duration);
  }

  override onTrainBatchEnd(trainer: Trainer): void {
    if (this.#interval === "step" && this.#duration !== null) this.#check(trainer, this.#duration);
  }

  override onTrainEpochEnd(trainer: Trainer): void {
    if (this.#interval === "epoch" && this.#duration !== null) this.#check(trainer, this.#duration);
  }

  override stateDict(): StateDict {
    const stages: readonly Stage[] = ["train", "sanity_check", "validate", "test", "predict"];
    return { timeElapsed: Object.fromEntries(stages.map((stage) => [stage, this.timeElapsed(stage)])) };
  }

  override loadStateDict(state: StateDict): void {
    const { train = 0 } = (state["timeElapsed"] ?? {}) as { readonly train?: number };
    this.#offset = train;
  }

  #begin(stage: Stage): void {
    this.#start.set(stage, clock());
    this.#end.delete(stage);
  }

  #check(trainer: Trainer, duration: number): void {
    if (this.timeElapsed() < duration) return;
    trainer.shouldStop = true;
    if (this.#verbose) {
      trainer.print(`Time limit reached. Elapsed time is ${timeText(this.timeElapsed())}. Signaling Trainer to stop.`);
    }
  }
}

function checkedSeconds(duration: Duration): number {
  const seconds = durationSeconds(duration);
  if (seconds !== null) return seconds;
  throw new MisconfigurationException(
    `\`Timer(duration=${JSON.stringify(duration)})\` is not a valid duration. Expected a string in the format DD:HH:MM:SS, ` +
      'such as "00:01:30:00", or its parts, such as { hours: 1, minutes: 30 }.',
  );
}

/** As Python prints a `timedelta`: `0:01:30`, `2 days, 0:00:05`. */
export function timeText(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  const two = (value: number) => String(value).padStart(2, "0");
  const text = `${hours % 24}:${two(minutes % 60)}:${two(Math.floor(seconds) % 60)}`;
  return days === 0 ? text : `${days} day${days === 1 ? "" : "s"}, ${text}`;
}

function clock(): number {
  return performance.now() / 1000;
}
