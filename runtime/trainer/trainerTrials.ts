import type { BatchSource } from "../core/loaders.js";
import { DummyLogger } from "../loggers/dummyLogger.js";
import type { Trial } from "../tuner/trial.js";
import { EvaluationLoop } from "./evaluationLoop.js";
import { FitLoop } from "./fitLoop.js";
import { FitProgress } from "./fitProgress.js";
import { HookCaller } from "./hookCaller.js";
import { LoggerConnector } from "./loggerConnector.js";
import { PredictionLoop } from "./predictionLoop.js";
import type { Run } from "./run.js";
import { attachOptimizers } from "./setUpRun.js";
import { TrainerServices } from "./trainerServices.js";

/** A Trainer that can try something within a run: the tuner's way to train a few steps. */
export abstract class TrainerTrials extends TrainerServices {
  /**
   * @internal Runs the loop of the present run as a trial, with other options and callbacks and without loggers. Afterwards the Trainer
   * is as it was; weights and optimizers are not.
   *
   * @returns the first loader of the trial.
   */
  async runTrial(trial: Trial): Promise<BatchSource | null> {
    const outer = this.run;
    if (outer === null) throw new Error("A trial is made within a run, and the Trainer has not begun one.");
    const goBack = this.#enterTrial(outer, trial);
    try {
      return await this.#tryLoop(outer);
    } finally {
      goBack();
    }
  }

  /** @returns what undoes it. */
  #enterTrial(outer: Run, { options, callbacks, lrSchedulers }: Trial): () => void {
    const { loggers, connector, maxSteps, progress, shouldStop, state } = this;
    const before = { callbacks: this.callbacks, loggers, connector, maxSteps, progress, shouldStop, run: outer };
    const [loops, stage] = [{ ...this.loops }, state.stage];
    for (const callback of callbacks) callback.attachTrainer(outer.trainer);
    this.callbacks = callbacks;
    this.loggers = loggers.map(() => new DummyLogger());
    this.progress = new FitProgress();
    this.progress.loadStateDict(progress.stateDict());
    this.connector = new LoggerConnector([], this.progress);
    this.maxSteps = options.maxSteps ?? maxSteps;
    const run: Run = {
      ...outer,
      options: { ...outer.options, ...options },
      hooks: new HookCaller(outer.trainer, outer.module),
      connector: this.connector,
      progress: this.progress,
    };
    attachOptimizers(run, outer.optimizers, lrSchedulers);
    this.run = run;
    return () => {
      Object.assign(this, before);
      Object.assign(this.loops, loops);
      state.stage = stage;
      // The trial may have changed what the loader depends on.
      loops.fit?.data.expire();
    };
  }

  async #tryLoop({ trainer, sources }: Run): Promise<BatchSource | null> {
    const run = this.run as Run;
    const { fn } = this.state;
    switch (fn) {
      case "validate":
      case "test":
        await new EvaluationLoop(run, fn).run();
        return sources.flattened(fn === "test" ? "testDataloader" : "valDataloader")[0] ?? null;
      case "predict":
        trainer.enterStage("predict");
        this.loops.predict = new PredictionLoop(run, false);
        await this.loops.predict.run();
        return sources.flattened("predictDataloader")[0] ?? null;
      default:
        this.loops.fit = new FitLoop(run);
        await this.loops.fit.run();
        return sources.flattened("trainDataloader")[0] ?? null;
    }
  }
}
