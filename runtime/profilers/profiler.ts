import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TrainerFn } from "../protocol/runFile.js";

export interface ProfilerOptions {
  /** Folder of the report; default: the run's, if there is a `filename`. */
  readonly dirpath?: string | null;
  /** The report is written to `<stage>-<filename>.txt`; default: it is printed. */
  readonly filename?: string | null;
}

/** Measures what a run does by the names of its actions. Subclass it, and give it to the Trainer: `new Trainer({ profiler })`. */
export abstract class Profiler {
  protected stage: TrainerFn | null = null;
  protected dirpath: string | null;
  protected readonly filename: string | null;

  constructor({ dirpath = null, filename = null }: ProfilerOptions = {}) {
    this.dirpath = dirpath;
    this.filename = filename;
  }

  /** False: there is nothing to measure, and the Trainer does not call it at all. */
  get isOn(): boolean {
    return true;
  }

  abstract start(actionName: string): void;

  abstract stop(actionName: string): void;

  /** The report; empty: none. */
  summary(): string {
    return "";
  }

  /** Measures a function of your own: `this.trainer.profiler.profile("load", () => load())`. A promise is measured until it settles. */
  profile<T>(actionName: string, run: () => T): T {
    this.start(actionName);
    let result: T;
    try {
      result = run();
    } catch (error) {
      this.stop(actionName);
      throw error;
    }
    if (result instanceof Promise) return result.finally(() => this.stop(actionName)) as T;
    this.stop(actionName);
    return result;
  }

  /** A run begins. */
  setup(stage: TrainerFn, logDir: string | null): void {
    this.stage = stage;
    this.dirpath ??= logDir;
  }

  /** Writes the report to its file, or prints it. */
  describe(print: (text: string) => void = console.log): void {
    const text = this.summary();
    const file = this.fileName(".txt");
    if (text === "") return;
    if (file === null) {
      print(text);
      return;
    }
    mkdirSync(join(file, ".."), { recursive: true });
    appendFileSync(file, text);
  }

  /** A run is over: what was measured goes. */
  teardown(): void {}

  /** `<dirpath>/<stage>-<filename>` with an ending; null: there is no file. */
  protected fileName(ending: string): string | null {
    if (this.filename === null || this.dirpath === null) return null;
    const parts = this.stage === null ? [this.filename] : [this.stage, this.filename];
    return join(this.dirpath, parts.join("-") + ending);
  }

  /** `FIT Profiler Report`. */
  protected get title(): string {
    return `${this.stage === null ? "" : `${this.stage.toUpperCase()} `}Profiler Report`;
  }
}
