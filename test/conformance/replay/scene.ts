import type { LightningModule } from "../../../runtime/core/lightningModule.js";
import type { Trainer } from "../../../runtime/trainer/trainer.js";
import { Recorder } from "./recorder.js";

/** Where a case is played: the folder it writes to, who is recorded, and what scripted values count. */
export class ReplayScene {
  readonly recorder = new Recorder();
  readonly #unheard = new Recorder();
  /** Finished validation runs without the sanity check. */
  validationRuns = 0;
  trainer: Trainer | null = null;
  module: LightningModule | null = null;

  /** @param records cases that compare metrics record snapshots and nothing else. */
  constructor(
    readonly folder: string,
    private readonly records: "everything" | "snapshots",
  ) {}

  get recordsEverything(): boolean {
    return this.records === "everything";
  }

  recorderFor(owner: string): Recorder {
    return this.recordsEverything || owner === "snapshot" ? this.recorder : this.#unheard;
  }

  attach(trainer: Trainer): void {
    this.trainer = trainer;
    this.recorder.trainer = trainer;
    this.#unheard.trainer = trainer;
  }
}
