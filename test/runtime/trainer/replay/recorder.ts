import { tf } from "../../../../runtime/backend/tf.js";
import { Optimizer } from "../../../../runtime/optim/optimizer.js";
import type { Trainer } from "../../../../runtime/trainer/trainer.js";
import type { GoldenEvent } from "./goldenCase.js";

type Facts = Partial<GoldenEvent>;

/** Notes what the Trainer calls, in which order and in which state, in the form of the recorded events. */
export class Recorder {
  readonly events: GoldenEvent[] = [];
  trainer: Trainer | null = null;
  #depth = 0;

  /** Notes a call with what is true before it, runs it, and adds what `after` tells. */
  around<T>(
    owner: string,
    name: string,
    args: readonly unknown[],
    run: () => T,
    before: Facts = {},
    after: () => Facts = () => ({}),
  ): T {
    const { trainer } = this;
    const index = this.events.length;
    this.events.push({
      owner,
      hook: name,
      args: namedArgs(name, args, trainer),
      epoch: trainer?.currentEpoch ?? 0,
      step: trainer?.globalStep ?? 0,
      stage: trainer?.state.stage ?? null,
      depth: this.#depth++,
      ...before,
    });
    try {
      const result = run();
      this.events[index] = { ...(this.events[index] as GoldenEvent), ...after() };
      return result;
    } finally {
      this.#depth--;
    }
  }
}

/** Names of a hook's arguments in their order; batches are not noted. */
const ARGUMENTS: readonly (readonly [hook: RegExp, names: readonly string[]])[] = [
  [/^(setup|teardown)$/, ["stage"]],
  [/^(onBefore|onAfter)BatchTransfer$|^transferBatchToDevice$/, ["batch", "dataloaderIdx"]],
  [/Batch(Start)$|^(training|validation|test|predict)Step$/, ["batch", "batchIdx", "dataloaderIdx"]],
  [/BatchEnd$/, ["outputs", "batch", "batchIdx", "dataloaderIdx"]],
  [/^(onBeforeZeroGrad|onBeforeOptimizerStep)$/, ["optimizer"]],
  [/^(onBeforeBackward|backward)$/, ["loss"]],
  [/^(optimizerStep|optimizerZeroGrad)$/, ["epoch", "batchIdx", "optimizer"]],
  [/^configureGradientClipping$/, ["optimizer", "gradientClipVal", "gradientClipAlgorithm"]],
  [/^lrSchedulerStep$/, ["scheduler", "metric"]],
  [/^onException$/, ["exception"]],
];

function namedArgs(hook: string, args: readonly unknown[], trainer: Trainer | null): Record<string, unknown> {
  const names = ARGUMENTS.find(([pattern]) => pattern.test(hook))?.[1] ?? [];
  const entries = names.flatMap((name, i): [string, unknown][] =>
    name === "batch" || args[i] === undefined ? [] : [[name, describe(args[i], trainer)]],
  );
  return Object.fromEntries(entries);
}

function describe(value: unknown, trainer: Trainer | null): unknown {
  if (value instanceof tf.Tensor)
    return value.size === 1 ? value.dataSync()[0] : `<Tensor [${value.shape.join(", ")}]>`;
  if (value instanceof Optimizer) return `${value.constructor.name}#${trainer?.optimizers.indexOf(value)}`;
  if (value instanceof Error) return `Error: ${value.message}`;
  if (typeof value !== "object" || value === null) return value;
  if ("getLastLr" in value) return value.constructor.name;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, describe(inner, trainer)]));
}
