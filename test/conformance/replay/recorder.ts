import { tf } from "../../../runtime/backend/tf.js";
import { LightningOptimizer } from "../../../runtime/optim/lightningOptimizer.js";
import { Optimizer } from "../../../runtime/optim/optimizer.js";
import type { Trainer } from "../../../runtime/trainer/trainer.js";
import type { GoldenEvent } from "../goldenCase.js";

export type Facts = Readonly<Record<string, unknown>>;

/** Notes what the Trainer calls, in which order and in which state, in the form of the recorded events. */
export class Recorder {
  readonly events: GoldenEvent[] = [];
  trainer: Trainer | null = null;
  #depth = 0;

  /** Notes something that happened, under named arguments. */
  note(owner: string, hook: string, args: Facts = {}): number {
    const { trainer } = this;
    return (
      this.events.push({
        owner,
        hook,
        args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, describe(value, trainer)])),
        epoch: trainer?.currentEpoch ?? 0,
        step: trainer?.globalStep ?? 0,
        fn: trainer?.state.fn ?? null,
        stage: trainer?.state.stage ?? null,
        depth: this.#depth,
      }) - 1
    );
  }

  /** Notes a call with what is true before it, runs it, and adds what `after` tells. */
  around<T>(
    owner: string,
    hook: string,
    args: readonly unknown[],
    run: () => T,
    before: Facts = {},
    after: (result: unknown) => Facts = () => ({}),
  ): T {
    const index = this.note(owner, hook, namedArgs(hook, args));
    this.#add(index, before);
    this.#depth++;
    const finish = (result: unknown) => {
      this.#depth--;
      this.#add(index, after(result));
    };
    let result: T;
    try {
      result = run();
    } catch (error) {
      this.#depth--;
      throw error;
    }
    if (!(result instanceof Promise)) {
      finish(result);
      return result;
    }
    return result.then(
      (value) => {
        finish(value);
        return value;
      },
      (error) => {
        this.#depth--;
        throw error;
      },
    ) as T;
  }

  #add(index: number, facts: Facts): void {
    this.events[index] = { ...(this.events[index] as GoldenEvent), ...facts };
  }
}

/** Names of a hook's arguments in their order; batches are not noted. */
const ARGUMENTS: readonly (readonly [hook: RegExp, names: readonly string[]])[] = [
  [/^(setup|teardown)$/, ["stage"]],
  [/^(on(Before|After)BatchTransfer|transferBatchToDevice)$/, ["batch", "dataloaderIdx"]],
  [/BatchStart$|^(training|validation|test|predict)Step$/, ["batch", "batchIdx", "dataloaderIdx"]],
  [/^on\w+BatchEnd$/, ["outputs", "batch", "batchIdx", "dataloaderIdx"]],
  [/^(onBeforeZeroGrad|onBeforeOptimizerStep)$/, ["optimizer"]],
  [/^(onBeforeBackward|backward)$/, ["loss"]],
  [/^(optimizerStep|optimizerZeroGrad)$/, ["epoch", "batchIdx", "optimizer", "optimizerClosure"]],
  [/^configureGradientClipping$/, ["optimizer", "gradientClipVal", "gradientClipAlgorithm"]],
  [/^lrSchedulerStep$/, ["scheduler", "metric"]],
  [/^onException$/, ["exception"]],
  [/^on(Save|Load)Checkpoint$/, ["checkpoint"]],
  [/^loadStateDict$/, ["stateDict"]],
];

function namedArgs(hook: string, args: readonly unknown[]): Record<string, unknown> {
  const names = ARGUMENTS.find(([pattern]) => pattern.test(hook))?.[1] ?? [];
  return Object.fromEntries(
    names.flatMap((name, i): [string, unknown][] =>
      name === "batch" || args[i] === undefined ? [] : [[name, args[i]]],
    ),
  );
}

/** A value as the records have it: a scalar's number, an optimizer's class and index, a checkpoint's keys. */
export function describe(value: unknown, trainer: Trainer | null): unknown {
  if (value instanceof tf.Tensor)
    return value.size === 1 ? value.dataSync()[0] : `<Tensor [${value.shape.join(", ")}]>`;
  if (value instanceof LightningOptimizer) return `LightningOptimizer:${optimizerText(value.optimizer, trainer)}`;
  if (value instanceof Optimizer) return optimizerText(value, trainer);
  if (value instanceof Error) return { error: value };
  if (typeof value === "function") return "<callable>";
  if (Array.isArray(value)) return value.map((entry) => describe(entry, trainer));
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  if ("getLastLr" in value) return value.constructor.name;
  if ("stateDict" in value && "globalStep" in value && "epoch" in value) {
    return { epoch: value.epoch, globalStep: value.globalStep, keys: Object.keys(value).sort() };
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, describe(inner, trainer)]));
}

function optimizerText(optimizer: Optimizer, trainer: Trainer | null): string {
  return `${optimizer.constructor.name}#${trainer?.optimizers.indexOf(optimizer)}`;
}
