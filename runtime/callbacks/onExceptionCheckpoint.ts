import { join } from "node:path";
import { CHECKPOINT_EXTENSION } from "../checkpoint/checkpointFile.js";
import { removeCheckpoint } from "../checkpoint/checkpointFolder.js";
import type { Trainer } from "../trainer/trainer.js";
import { checkOptions } from "./checkOptions.js";
import { Checkpoint } from "./checkpoint.js";

export interface OnExceptionCheckpointOptions {
  readonly dirpath: string;
  /** Without extension; default "on_exception". */
  readonly filename?: string;
}

/** Writes a checkpoint when a run fails. The next `fit` goes on from it; when that one ends well it is removed. */
export class OnExceptionCheckpoint extends Checkpoint {
  readonly dirpath: string;
  readonly filename: string;

  constructor(options: OnExceptionCheckpointOptions) {
    super();
    checkOptions("OnExceptionCheckpoint", options, { dirpath: true, filename: true }, ["dirpath"]);
    const { dirpath, filename = "on_exception" } = options;
    if (filename === "") throw new RangeError("The filename cannot be empty. Leave it out for `on_exception`.");
    this.dirpath = dirpath;
    this.filename = filename;
  }

  get ckptPath(): string {
    return join(this.dirpath, this.filename + CHECKPOINT_EXTENSION);
  }

  override async onException(trainer: Trainer): Promise<void> {
    await trainer.saveCheckpoint(this.ckptPath);
  }

  override teardown(): void {
    removeCheckpoint(this.ckptPath, this.dirpath);
  }
}
