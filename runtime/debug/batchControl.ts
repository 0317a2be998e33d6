import type * as tfjs from "@tensorflow/tfjs";
import type { BatchStop, BatchStops, RunTo } from "../protocol/batchStops.js";
import type { Run } from "../trainer/run.js";
import type { Trainer } from "../trainer/trainer.js";
import { BatchCondition, type Names } from "./batchCondition.js";
import { batchPosition } from "./batchPosition.js";
import { batchWatch, type Moment } from "./batchWatch.js";
import { ConditionProblems } from "./conditionProblems.js";
import { MetricCondition, MetricHistory } from "./metricHistory.js";
import { type NonFinite, nonFinite, nonFiniteText, realValues, type Watched } from "./nonFinite.js";
import { stopForDebugger } from "./stopForDebugger.js";

/** Something that is watched, and the tensor or number to show when it is not finite. */
interface Shown extends Watched {
  readonly value: unknown;
}

/** Stops a Trainer at the batches that a debugger has asked for. Nothing is done, and no Trainer slowed down, while it has asked for none. */
export class BatchControl {
  #batchStart: readonly BatchCondition[] = [];
  #epochStart: readonly BatchCondition[] = [];
  #metric: readonly MetricCondition[] = [];
  #nonFinite: ReadonlySet<string> = new Set();
  #runTo: RunTo | null = null;
  /** What is not finite and was told already. */
  readonly #told = new Set<string>();
  readonly #problems = new ConditionProblems();
  readonly #histories = new WeakMap<Run, MetricHistory>();

  constructor(private readonly tf: typeof tfjs) {}

  /** Where to stop from now on. @throws SyntaxError */
  set(stops: BatchStops): void {
    this.#batchStart = stops.batchStart.map((text) => new BatchCondition(text));
    this.#epochStart = stops.epochStart.map((text) => new BatchCondition(text));
    const known = new Map(this.#metric.map((condition) => [condition.text, condition]));
    this.#metric = stops.metric.map((text) => known.get(text) ?? new MetricCondition(text));
    this.#nonFinite = new Set(stops.nonFinite);
    this.#runTo = stops.runTo;
    if (this.#nonFinite.size === 0) this.#told.clear();
    const some = [stops.batchStart, stops.epochStart, stops.metric, stops.nonFinite].some(({ length }) => length > 0);
    batchWatch.at = some || stops.runTo !== null ? this.#at : null;
  }

  readonly #at = (moment: Moment, run: Run, value?: unknown): void => {
    if (moment === "step") this.#atStep(run, value as string);
    else if (moment === "metrics") this.#atMetrics(run);
    else if (this.#nonFinite.size > 0) this.#search(run, this.#watched(moment, run, value));
  };

  #atStep(run: Run, step: string): void {
    const stop = this.#stopAtStep(run, step);
    if (stop === null) return;
    const { module } = run;
    stopForDebugger(stop, (module as unknown as Record<string, (() => unknown) | undefined>)[step] ?? null, {});
  }

  #stopAtStep(run: Run, step: string): BatchStop | null {
    const { trainer } = run;
    const { text, isTraining } = batchPosition(trainer);
    if (this.#runTo !== null && isReached(this.#runTo, run, step)) {
      this.#runTo = null;
      return { kind: "runTo", text: `Ran to ${text}` };
    }
    const isEpochStart = isTraining && trainer.batchIdx === 0;
    const names = this.#names(run, this.#batchStart.length + this.#epochStart.length > 0 || isEpochStart);
    const holds = (condition: BatchCondition) => condition.holds(names);
    const epoch = isEpochStart && this.#epochStart.some(holds);
    const batch = !epoch && this.#batchStart.some(holds);
    if (isEpochStart) this.#tellProblems(trainer, names);
    if (epoch) return { kind: "epoch", text: `Epoch start: ${text}` };
    return batch ? { kind: "batch", text: `Batch start: ${text}` } : null;
  }

  /** Once an epoch is over, what is logged has been logged: what still means nothing was not meant. */
  #tellProblems({ currentEpoch }: Trainer, names: Names): void {
    if (currentEpoch === 0) return;
    const conditions = [...this.#batchStart, ...this.#epochStart, ...this.#metric.map(({ condition }) => condition)];
    this.#problems.tell(conditions, { best: 0, ...names });
    this.#problems.tellNames(
      [...this.#nonFinite].filter((name) => !PARTS.has(name)),
      names,
    );
  }

  #watched(moment: Moment, run: Run, value: unknown): Shown[] {
    if (moment === "loss")
      return this.#nonFinite.has("loss") && value instanceof this.tf.Tensor
        ? [{ what: lossOf(run.trainer), name: null, values: realValues(value), value }]
        : [];
    const what = moment === "gradients" ? "gradient" : "weight";
    if (!this.#nonFinite.has(what)) return [];
    return [...run.module.namedParameters()].map(([name, parameter]) => {
      const tensor = moment === "gradients" ? parameter.grad : parameter;
      return { what, name, values: realValues(tensor), value: tensor };
    });
  }

  /** Stops when one of some values is not finite and was before. */
  #search({ trainer }: Run, watched: readonly Shown[]): void {
    const found: NonFinite[] = [];
    const values: Record<string, unknown> = {};
    for (const one of watched) {
      const key = `${one.what} ${one.name ?? ""}`;
      const bad = nonFinite(one);
      if (bad === null) this.#told.delete(key);
      else if (!this.#told.has(key)) {
        this.#told.add(key);
        found.push(bad);
        values[one.name ?? one.what] = one.value;
      }
    }
    if (found.length === 0) return;
    const text = `${nonFiniteText(found)} at ${batchPosition(trainer).text}`;
    stopForDebugger({ kind: "nonFinite", text }, null, values);
  }

  #atMetrics(run: Run): void {
    const { trainer } = run;
    const watchesMetrics = [...this.#nonFinite].some((name) => name === "loss" || !PARTS.has(name));
    if ((this.#metric.length === 0 && !watchesMetrics) || trainer.state.stage === "sanity_check") return;
    const metrics = metricsOf(run);
    const history = this.#history(run);
    const changed = history.update(metrics);
    if (watchesMetrics) {
      // The loss of training was looked at itself.
      const isLoss = (name: string) =>
        this.#nonFinite.has("loss") && trainer.state.stage !== "train" && LOSS.test(name);
      const watched = Object.entries(metrics).filter(
        ([name]) => !PARTS.has(name) && (this.#nonFinite.has(name) || (changed.has(name) && isLoss(name))),
      );
      this.#search(
        run,
        watched.map(([name, value]) => ({ what: "metric", name, values: [value], value })),
      );
    }
    const names = this.#names(run, false);
    const hits = this.#metric.flatMap((condition) => condition.hit(metrics, changed, history, names) ?? []);
    if (hits.length === 0) return;
    const text = `Metric condition: ${hits.join("; ")} at ${batchPosition(trainer).text}`;
    stopForDebugger({ kind: "metric", text }, null, metrics);
  }

  #history(run: Run): MetricHistory {
    let history = this.#histories.get(run);
    if (history === undefined) {
      history = new MetricHistory(monitoredModes(run));
      this.#histories.set(run, history);
    }
    return history;
  }

  /** What conditions may name. */
  #names(run: Run, withMetrics: boolean): Names {
    const { currentEpoch, batchIdx, globalStep, state } = run.trainer;
    const metrics = withMetrics ? metricsOf(run) : {};
    return { ...metrics, metrics, epoch: currentEpoch, batch: batchIdx, batchIdx, globalStep, stage: state.stage };
  }
}

/** What is watched and is no metric. */
const PARTS: ReadonlySet<string> = new Set(["loss", "gradient", "weight"]);
/** Metrics that are losses: `val_loss`, `test/loss/dataloader_idx_0`. */
const LOSS = /(?:^|[_/.-])loss(?:$|[_/.-])/i;

function lossOf({ state: { stage } }: Trainer): string {
  return stage === "train" ? "loss" : stage === "test" ? "test loss" : "validation loss";
}

function isReached(runTo: RunTo, { trainer }: Run, step: string): boolean {
  const { stage } = trainer.state;
  const isFirst = trainer.batchIdx === 0 && (stage !== "validate" || isFirstLoader(trainer));
  if (runTo === "batch") return true;
  if (runTo === "epoch") return stage === "train" && isFirst;
  if (runTo === "validation") return stage === "validate" && isFirst;
  if ("step" in runTo) return step === runTo.step;
  const { currentEpoch, batchIdx } = trainer;
  return stage === "train" && (currentEpoch > runTo.epoch || (currentEpoch === runTo.epoch && batchIdx >= runTo.batch));
}

function isFirstLoader({ state, fitLoop, validateLoop }: Trainer): boolean {
  const loop = state.fn === "fit" ? fitLoop?.validation : validateLoop;
  return (loop?.dataloaderIdx ?? 0) === 0;
}

function metricsOf({ trainer }: Run): Readonly<Record<string, number>> {
  return { ...trainer.loggedMetrics, ...trainer.callbackMetrics };
}

/** The direction that callbacks have for the metrics that they monitor. */
function monitoredModes({ trainer }: Run): ReadonlyMap<string, "min" | "max"> {
  const modes = new Map<string, "min" | "max">();
  for (const callback of trainer.callbacks) {
    const { monitor, mode } = callback as { readonly monitor?: unknown; readonly mode?: unknown };
    if (typeof monitor === "string" && (mode === "min" || mode === "max")) modes.set(monitor, mode);
  }
  return modes;
}
