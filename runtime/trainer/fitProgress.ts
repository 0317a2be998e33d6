import type { StateDict, Stateful } from "../checkpoint/stateful.js";
import { LoaderStates } from "./loaderStates.js";
import { BatchProgress, Progress } from "./progress.js";
import { Restart } from "./restart.js";

/** How far a Trainer's fits got: a second `fit` on the same Trainer, or one that resumes from a checkpoint, goes on from here. */
export class FitProgress implements Stateful {
  readonly epochs = new Progress();
  /** Of `validate`, `test` and `predict`. */
  readonly evaluations = { validate: new BatchProgress(), test: new BatchProgress(), predict: new Progress() };
  readonly loaders = new LoaderStates();
  #results: Stateful | null = null;
  #loadedResults: StateDict | null = null;
  readonly batches = new BatchProgress();
  readonly validationBatches = new BatchProgress();
  readonly schedulerSteps = new Progress(["ready", "completed"]);
  readonly optimizerSteps = new Progress(["ready", "completed"]);
  readonly zeroGrads = new Progress(["ready", "completed", "started"]);
  readonly manualSteps = new Progress(["ready", "completed"]);
  /** Batches at which an optimizer step was due: the step under which loggers get their rows. */
  batchesThatStepped = 0;
  /** Where in an epoch a resumed fit goes on. */
  readonly restart = new Restart();

  /** Epochs completed. */
  get currentEpoch(): number {
    return this.epochs.current.completed;
  }

  /** Epochs whose batches have run; one ahead of `currentEpoch` in the hooks at an epoch's end. */
  get processedEpochs(): number {
    return this.epochs.current.processed;
  }

  /** Optimizer steps taken. */
  get globalStep(): number {
    return this.optimizerSteps.total.completed + this.manualSteps.total.completed;
  }

  /** True when a fit that is resumed from here can go on in the middle of an epoch as if it had not been interrupted. */
  get goesOnInEpoch(): boolean {
    const { started, processed } = this.epochs.current;
    return started > processed && this.batches.current.ready > 0 && this.loaders.areComplete;
  }

  /** @param results what the epoch's batches log: it is saved with the rest. */
  attachResults(results: Stateful): void {
    this.#results = results;
  }

  /** Gives an epoch that goes on in its middle what was logged in it before. @returns false: it is not known, or the loaders cannot go on. */
  loadResults(): boolean {
    const state = this.#loadedResults;
    this.#loadedResults = null;
    if (state === null || !this.loaders.areComplete) return false;
    this.#results?.loadStateDict(state);
    return true;
  }

  /** Under Lightning's names, camelCased. */
  stateDict(): StateDict {
    const results = this.goesOnInEpoch ? this.#results?.stateDict() : undefined;
    const loaders = this.loaders.states(this.batches);
    return {
      stateDict: loaders.length === 0 ? {} : { combinedLoader: loaders },
      "epochLoop.stateDict": { batchesThatStepped: this.batchesThatStepped },
      ...(results !== undefined && { "epochLoop.results": results }),
      "epochLoop.batchProgress": this.batches.stateDict(),
      "epochLoop.schedulerProgress": this.schedulerSteps.stateDict(),
      "epochLoop.automaticOptimization.stateDict": {},
      "epochLoop.automaticOptimization.optimProgress": {
        optimizer: { step: this.optimizerSteps.stateDict(), zeroGrad: this.zeroGrads.stateDict() },
      },
      "epochLoop.manualOptimization.stateDict": {},
      "epochLoop.manualOptimization.optimStepProgress": this.manualSteps.stateDict(),
      "epochLoop.valLoop.stateDict": {},
      "epochLoop.valLoop.batchProgress": this.validationBatches.stateDict(),
      epochProgress: this.epochs.stateDict(),
    };
  }

  loadStateDict(state: StateDict): void {
    const part = (key: string) => state[key] as StateDict;
    const { step, zeroGrad } = part("epochLoop.automaticOptimization.optimProgress")["optimizer"] as Record<
      "step" | "zeroGrad",
      StateDict
    >;
    this.loaders.load(part("stateDict")["combinedLoader"]);
    this.#loadedResults = state["epochLoop.results"] === undefined ? null : part("epochLoop.results");
    this.batchesThatStepped = Number(part("epochLoop.stateDict")["batchesThatStepped"]);
    this.batches.loadStateDict(part("epochLoop.batchProgress"));
    this.schedulerSteps.loadStateDict(part("epochLoop.schedulerProgress"));
    this.optimizerSteps.loadStateDict(step);
    this.zeroGrads.loadStateDict(zeroGrad);
    this.manualSteps.loadStateDict(part("epochLoop.manualOptimization.optimStepProgress"));
    this.validationBatches.loadStateDict(part("epochLoop.valLoop.batchProgress"));
    this.epochs.loadStateDict(part("epochProgress"));
  }
}
