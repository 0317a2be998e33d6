import { Tape } from "../autograd/tape.js";
import type { LightningDataModule } from "../core/lightningDataModule.js";
import type { LightningModule } from "../core/lightningModule.js";
import { checkIsModule, checkManualOptimization, checkModule } from "../core/moduleCheck.js";
import { userMethods } from "../core/userMethods.js";
import { liveTrainers } from "../debug/liveTrainers.js";
import { userCode } from "../debug/userCode.js";
import { instrumentRun } from "../profilers/instrument.js";
import type { TrainerFn } from "../protocol/runFile.js";
import { TunerExit } from "../tuner/tunerExit.js";
import { announceOptions } from "./announceOptions.js";
import { chooseCheckpoint } from "./checkpointPath.js";
import { DataSources } from "./dataSources.js";
import type { EvaluationStage } from "./evaluationHooks.js";
import { EvaluationLoop } from "./evaluationLoop.js";
import { FitLoop } from "./fitLoop.js";
import { HookCaller } from "./hookCaller.js";
import { Interruption, onInterrupt } from "./interruption.js";
import { resolveOptions, type TrainerOptions } from "./options.js";
import { PredictionLoop } from "./predictionLoop.js";
import { resultsTable } from "./resultsTable.js";
import { callModuleMethod, type Run } from "./run.js";
import {
  type EvaluationData,
  evaluationRunData,
  type FitData,
  fitRunData,
  type PredictionData,
  type RunData,
} from "./runData.js";
import { warnOfUnused } from "./runWarnings.js";
import { parkOptimization, saveCheckpoint } from "./saveCheckpoint.js";
import { setUpRun } from "./setUpRun.js";
import { joinCallbacks } from "./trainerCallbacks.js";
import { TrainerTrials } from "./trainerTrials.js";

export type { EvaluationData, FitData, PredictionData } from "./runData.js";

/** Runs a LightningModule: `fit`, `validate`, `test`, `predict`. */
export class Trainer extends TrainerTrials {
  constructor(options: TrainerOptions = {}) {
    super(resolveOptions(options));
    announceOptions(this.options, (text) => this.print(text));
  }

  /** Trains. Data come from the arguments, the data module, or the module's own loader methods. */
  async fit(module: LightningModule, data: LightningDataModule | FitData = {}): Promise<void> {
    this.shouldStop = false;
    await this.#start("fit", module, fitRunData(data), async (run) => {
      await this.loops.fit?.run();
      await run.hooks.call("onFitEnd");
    });
  }

  /** Goes through the validation data once. Without a module: that of the run before, with its best checkpoint. @returns the logged values, an object for each loader. */
  validate(
    module?: LightningModule | null,
    data: LightningDataModule | EvaluationData = {},
  ): Promise<Record<string, number>[]> {
    return this.#evaluate("validate", module, data);
  }

  /** Goes through the test data once. Without a module: that of the run before, with its best checkpoint. @returns the logged values, an object for each loader. */
  test(
    module?: LightningModule | null,
    data: LightningDataModule | EvaluationData = {},
  ): Promise<Record<string, number>[]> {
    return this.#evaluate("test", module, data);
  }

  /** @returns what `predictStep` gave, a list by batch; with several loaders a list of such lists. The tensors are the caller's. */
  predict(
    module?: LightningModule | null,
    data?: LightningDataModule | (PredictionData & { readonly returnPredictions?: true }),
  ): Promise<unknown[]>;
  /** @returns null when `returnPredictions` is false: they are left to a callback that writes them. */
  predict(module: LightningModule | null | undefined, data: PredictionData): Promise<unknown[] | null>;
  async predict(
    module?: LightningModule | null,
    data: LightningDataModule | PredictionData = {},
  ): Promise<unknown[] | null> {
    const returnsPredictions = !("returnPredictions" in data) || data.returnPredictions !== false;
    return this.#start("predict", module, evaluationRunData(data, "predictDataloader", "predict"), async (run) => {
      this.enterStage("predict");
      this.loops.predict = new PredictionLoop(run, returnsPredictions);
      return this.loops.predict.run();
    });
  }

  /**
   * Writes the run's state as one `.safetensors` file: `fit` goes on from it with `ckptPath`, and the module's class loads its weights with
   * `loadFromCheckpoint`.
   *
   * @param options.weightsOnly leaves out what only resuming needs; default false.
   */
  saveCheckpoint(path: string, options: { readonly weightsOnly?: boolean } = {}): Promise<void> {
    if (this.run === null) return Promise.reject(noModelToSave());
    return saveCheckpoint(this.run, path, options.weightsOnly ?? false);
  }

  async #evaluate(
    stage: EvaluationStage,
    module: LightningModule | null | undefined,
    data: LightningDataModule | EvaluationData,
  ) {
    const loader = stage === "validate" ? "valDataloader" : "testDataloader";
    const verbose = !("verbose" in data) || data.verbose !== false;
    return this.#start(stage, module, evaluationRunData(data, loader, stage), async (run) => {
      const loop = new EvaluationLoop(run, stage, this.progress.evaluations[stage]);
      this.loops[stage] = loop;
      const results = await loop.run();
      if (verbose) this.print(resultsTable(results, stage));
      return results;
    });
  }

  /** What every entry point does around its loop: set up, run, tear down, and tell everybody when it fails. */
  async #start<T>(
    fn: TrainerFn,
    given: LightningModule | null | undefined,
    data: RunData,
    work: (run: Run) => Promise<T>,
  ): Promise<T> {
    const module = given ?? this.model ?? missingModule(fn);
    checkIsModule(module);
    const datamodule = this.#datamoduleFor(data);
    const run = this.#begin(fn, module, { ...data, datamodule });
    const { hooks } = run;
    const stopProfiling = this.#profile(run, fn);
    const stopListening = onInterrupt((interruption) => {
      this.print("\nStopping after this batch … (once more to stop at once)");
      this.interruption = interruption;
    });
    try {
      const request = { path: data.ckptPath, isModelGiven: !!given };
      this.ckptChoice = chooseCheckpoint(this, fn, request, this.ckptChoice);
      this.announceRun();
      this.#attachCallbacks(run);
      checkModule(module, fn);
      warnOfUnused(run, fn);
      if (fn === "fit" && !module.automaticOptimization) checkManualOptimization(this.options);
      const result = await untilTuned(async () => {
        await setUpRun(run, fn, this.ckptPath);
        return work(run);
      });
      this.throwIfInterrupted();
      await datamodule?.teardown?.(fn);
      await hooks.call("teardown", fn);
      this.#finalize("success");
      Object.assign(this.state, { status: "finished", stage: null });
      return result;
    } catch (exception) {
      this.state.status = "interrupted";
      const { stage } = this.state;
      if (fn === "predict") this.loops.predict?.dispose();
      await hooks.callCallbacks("onException", "allCallbacks", exception);
      await datamodule?.onException?.(exception);
      this.#finalize("failed");
      // A run that somebody interrupted keeps telling where.
      this.state.stage = exception instanceof Interruption ? stage : null;
      throw exception;
    } finally {
      stopListening();
      stopProfiling();
      this.#end(run);
    }
  }

  /** @returns what ends it, with the report. */
  #profile(run: Run, fn: TrainerFn): () => void {
    const { profiler } = run;
    if (!profiler.isOn) return () => {};
    profiler.setup(fn, this.logDir);
    const undo = instrumentRun(run, profiler);
    return () => {
      undo();
      profiler.describe((text) => this.print(text));
      profiler.teardown();
    };
  }

  /** Without data of its own a run uses the data module of the one before. */
  #datamoduleFor({ datamodule, passed }: RunData): LightningDataModule | null {
    return datamodule ?? (Object.keys(passed).length === 0 ? this.datamodule : null);
  }

  /** Those of the module take the place of the Trainer's, from now on. */
  #attachCallbacks(run: Run): void {
    const configured = callModuleMethod(run, "configureCallbacks") as ReturnType<
      NonNullable<LightningModule["configureCallbacks"]>
    >;
    const { callbacks, replaced } = joinCallbacks(this.callbacks, configured);
    if (replaced.length > 0) {
      this.print(
        `The following callbacks returned in \`${run.module.constructor.name}.configureCallbacks\` will override existing callbacks passed to Trainer: ${replaced.join(", ")}`,
      );
    }
    this.callbacks = callbacks;
    for (const callback of callbacks) callback.attachTrainer(this);
  }

  #begin(fn: TrainerFn, module: LightningModule, { datamodule, passed }: RunData): Run {
    Object.assign(this.state, { status: "running", fn, stage: fn === "fit" ? "train" : fn });
    module.attachTrainer(this);
    userCode.functions = () => userMethods(module);
    liveTrainers.begin(this);
    if (datamodule !== null) datamodule.trainer = this;
    const run: Run = {
      trainer: this,
      options: this.options,
      module,
      hooks: new HookCaller(this, module),
      connector: this.connector,
      sources: new DataSources(module, datamodule, passed),
      tape: new Tape({ findsNaN: this.options.detectAnomaly }),
      progress: this.progress,
      profiler: this.profiler,
      parked: fn === "fit" ? null : (this.run?.parked ?? null),
      optimizers: [],
      lightningOptimizers: [],
      lrSchedulers: [],
    };
    this.run = run;
    if (fn === "fit") this.loops.fit = new FitLoop(run, this.loops.fit);
    return run;
  }

  #end(run: Run): void {
    const { optimizers } = run;
    if (this.state.fn === "fit") run.parked = parkOptimization(run);
    for (const optimizer of optimizers) {
      optimizer.zeroGrad();
      optimizer.dispose();
    }
    for (const callback of this.callbacks) callback.release();
    // Only an interrupted run still is somewhere.
    this.connector.release(this.state.stage !== null);
    userCode.functions = () => [];
    liveTrainers.end(this);
    this.interruption = null;
  }

  #finalize(status: "success" | "failed"): void {
    for (const logger of this.loggers) logger.finalize(status);
  }
}

/** A tuner ends a run as soon as it has what it looked for; nobody waits for that run's result. */
async function untilTuned<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (exception) {
    if (exception instanceof TunerExit) return undefined as T;
    throw exception;
  }
}

function missingModule(fn: TrainerFn): never {
  throw new TypeError(
    `\`Trainer.${fn}()\` requires a \`LightningModule\` when it hasn't been passed in a previous run. Pass one.`,
  );
}

function noModelToSave(): TypeError {
  return new TypeError(
    "Saving a checkpoint is only possible if a model is attached to the Trainer. Did you call `trainer.saveCheckpoint()` before calling `trainer.fit`, `validate`, `test` or `predict`?",
  );
}
