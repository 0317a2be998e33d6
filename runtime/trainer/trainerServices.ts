import type { tf } from "../backend/tf.js";
import { ProgressBar } from "../callbacks/progressBar.js";
import { requireAttribute } from "../core/metricAttribute.js";
import { MisconfigurationException } from "../errors.js";
import { Metric } from "../metrics/metric.js";
import type { Stage } from "../protocol/runFile.js";
import { backward } from "./automaticOptimization.js";
import type { Interruption } from "./interruption.js";
import type { LogOptions } from "./loggedValues.js";
import { TrainerProperties } from "./trainerProperties.js";

/** What loops, callbacks and the module ask of a Trainer while it runs. */
export abstract class TrainerServices extends TrainerProperties {
  protected interruption: Interruption | null = null;
  #hasWarnedOfBarebones = false;

  /** Prints above the progress bar. */
  print(...args: unknown[]): void {
    const text = args.map(String).join(" ");
    const bar = this.callbacks.find((callback) => callback instanceof ProgressBar);
    if (bar === undefined) console.log(text);
    else bar.print(text);
  }

  /** `this.log` of the module and of callbacks. */
  logValue(name: string, value: number | tf.Tensor | Metric, options: LogOptions): void {
    const fx = this.run?.hooks.current ?? null;
    if (this.barebones) {
      this.#warnOfBarebones();
      return;
    }
    if (fx === null || this.run === null) throw loggedOutside(name);
    if (value instanceof Metric) requireAttribute(this.run.module, value, name);
    this.connector.log(fx, name, value, options);
  }

  /** Without a bar a run could seem to stand still. */
  protected announceRun(): void {
    if (!this.barebones) return;
    this.print(
      "The run in `barebones` mode has begun. There is no progress bar: print in your module what you want to see of it.",
    );
  }

  #warnOfBarebones(): void {
    if (this.#hasWarnedOfBarebones) return;
    this.#hasWarnedOfBarebones = true;
    console.warn("`this.log` does nothing in `barebones` mode, which leaves out what takes time.");
  }

  manualBackward(loss: tf.Tensor): void {
    if (this.run !== null) backward(this.run, loss);
  }

  /** @internal A callback gives a row to the loggers; without a step as the Trainer's own, with the epoch. */
  logRow(values: Readonly<Record<string, number>>, step?: number): void {
    this.connector.write(values, step);
  }

  /** @internal A callback found something for those that watch metrics. */
  updateCallbackMetrics(values: Readonly<Record<string, number>>): void {
    Object.assign(this.connector.metrics("callback"), values);
  }

  /** @internal */
  enterStage(stage: Stage): void {
    this.state.stage = stage;
    this.throwIfInterrupted();
  }

  /** @internal */
  enterTraining(): void {
    this.enterStage("train");
    this.loops.fit?.useResults();
  }

  /** @internal Why training ended by itself. */
  stoppedBecause(why: string): void {
    this.print(`\`Trainer.fit\` stopped: ${why}`);
  }

  /** @internal Ends the run here when somebody asked for it. */
  throwIfInterrupted(): void {
    if (this.interruption !== null) throw this.interruption;
  }
}

function loggedOutside(name: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`this.log("${name}", …)\` was called outside the steps and hooks that the Trainer runs. Call it in one of them; \`logger.logMetrics\` writes at any time.`,
  );
}
