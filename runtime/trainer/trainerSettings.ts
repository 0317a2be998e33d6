import type { ResolvedOptions } from "./options.js";
import type { TrainerState } from "./state.js";

/** A Trainer's options, and the stage that it is in. */
export abstract class TrainerSettings {
  readonly state: TrainerState = { status: "initializing", fn: null, stage: null };
  /** Set it to true to stop at the next batch. */
  shouldStop = false;
  /** -1: no limit. Change it between two fits. */
  maxEpochs: number;
  minEpochs: number;
  /** Optimizer steps; -1: no limit. */
  maxSteps: number;
  minSteps: number;
  accumulateGradBatches: number;

  constructor(protected readonly options: ResolvedOptions) {
    this.maxEpochs = options.maxEpochs;
    this.minEpochs = options.minEpochs;
    this.maxSteps = options.maxSteps;
    this.minSteps = options.minSteps;
    this.accumulateGradBatches = options.accumulateGradBatches;
  }

  get training(): boolean {
    return this.state.stage === "train";
  }

  get validating(): boolean {
    return this.state.stage === "validate";
  }

  get testing(): boolean {
    return this.state.stage === "test";
  }

  get predicting(): boolean {
    return this.state.stage === "predict";
  }

  get sanityChecking(): boolean {
    return this.state.stage === "sanity_check";
  }

  get evaluating(): boolean {
    return this.validating || this.testing || this.sanityChecking;
  }

  get interrupted(): boolean {
    return this.state.status === "interrupted";
  }

  get defaultRootDir(): string {
    return this.options.defaultRootDir;
  }

  /** Batches of a development run; 0: it is none. */
  get fastDevRun(): number {
    return this.options.fastDevRun;
  }

  get checkValEveryNEpoch(): number | null {
    return this.options.checkValEveryNEpoch;
  }

  get valCheckInterval(): ResolvedOptions["valCheckInterval"] {
    return this.options.valCheckInterval;
  }

  get numSanityValSteps(): number {
    return this.options.numSanityValSteps;
  }

  get logEveryNSteps(): number {
    return this.options.logEveryNSteps;
  }

  get gradientClipVal(): number | null {
    return this.options.gradientClipVal;
  }

  get gradientClipAlgorithm(): ResolvedOptions["gradientClipAlgorithm"] {
    return this.options.gradientClipAlgorithm;
  }

  get barebones(): boolean {
    return this.options.barebones;
  }
}
