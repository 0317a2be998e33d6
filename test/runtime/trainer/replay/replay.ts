import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { Callback } from "../../../../runtime/callbacks/callback.js";
import { HOOKS } from "../../../../runtime/core/hooks.js";
import { CSVLogger } from "../../../../runtime/loggers/csvLogger.js";
import { Trainer } from "../../../../runtime/trainer/trainer.js";
import { temporaryFolder } from "../../temporaryFolder.js";
import { act, countValidationRun } from "./actions.js";
import {
  type ActionConfig,
  camel,
  type GoldenEvent,
  type LogConfig,
  type ReplayConfig,
  type ReplayFn,
} from "./goldenCase.js";
import { Recorder } from "./recorder.js";
import { loadersOf, replayDataModule } from "./replayData.js";
import { type ReplayModule, replayModule } from "./replayModule.js";

/** What happened when a case was run on this runtime. */
export interface Replayed {
  readonly events: readonly GoldenEvent[];
  readonly calls: readonly ReplayedCall[];
}

export interface ReplayedCall {
  readonly fn: ReplayFn;
  readonly returned: unknown;
  readonly exception: Error | null;
  readonly currentEpoch: number;
  readonly globalStep: number;
  readonly status: string;
  readonly callbackMetrics: Readonly<Record<string, number>>;
  readonly loggedMetrics: Readonly<Record<string, number>>;
  readonly progressBarMetrics: Readonly<Record<string, number>>;
  readonly weights: readonly number[];
  readonly metricsCsv: string | null;
}

/** Runs a recorded case's configuration on this runtime. */
export async function replay(config: ReplayConfig): Promise<Replayed> {
  const folder = temporaryFolder();
  const recorder = new Recorder();
  const snapshots = config.callbacks?.find(({ type }) => type === "snapshot")?.hooks?.map(camel) ?? null;
  const trainer = new Trainer({
    ...trainerOptions(config, folder),
    callbacks: [
      snapshots === null
        ? recordingCallback(recorder, config.callbacks?.[0]?.actions ?? [])
        : snapshotCallback(recorder, snapshots),
      ...(config.callbacks ?? []).map(({ log }) => loggingCallback(log ?? [])),
      new RunCounter(),
    ],
  });
  const module = replayModule(config, recorder, snapshots === null ? null : []);
  onTestFinished(() => module.dispose());
  const data = config.data ?? {};
  const datamodule =
    (data.source ?? "datamodule") === "datamodule"
      ? replayDataModule(data, snapshots === null ? recorder : new Recorder(), config.datamodule ?? {})
      : null;
  countValidationRun(true);
  const calls: ReplayedCall[] = [];
  for (const { fn } of config.calls ?? [{ fn: "fit" as const }]) {
    recorder.trainer = trainer;
    let [returned, exception]: [unknown, Error | null] = [null, null];
    try {
      returned = await call(fn, trainer, module, datamodule, data);
    } catch (error) {
      exception = error as Error;
    }
    const { currentEpoch, globalStep } = trainer;
    const csv = join(folder, "lightning_logs", "version_0", "metrics.csv");
    calls.push({
      ...{ fn, returned, exception, currentEpoch, globalStep, status: trainer.state.status },
      callbackMetrics: { ...trainer.callbackMetrics },
      loggedMetrics: { ...trainer.loggedMetrics },
      progressBarMetrics: { ...trainer.progressBarMetrics },
      weights: module.weights(),
      metricsCsv: existsSync(csv) ? readFileSync(csv, "utf8") : null,
    });
  }
  return { events: recorder.events, calls };
}

function call(
  fn: ReplayFn,
  trainer: Trainer,
  module: ReturnType<typeof replayModule>,
  datamodule: ReturnType<typeof replayDataModule> | null,
  data: NonNullable<ReplayConfig["data"]>,
): Promise<unknown> {
  const [train, val, test, predict] = (["train", "val", "test", "predict"] as const).map((split) =>
    data.source === "args" ? loadersOf(data, split) : undefined,
  );
  const owner = datamodule === null ? {} : { datamodule };
  switch (fn) {
    case "fit":
      return trainer.fit(module, {
        ...owner,
        ...(train && { trainDataloaders: train }),
        ...(val && { valDataloaders: val }),
      });
    case "validate":
      return trainer.validate(module, { ...owner, ...(val && { dataloaders: val }), verbose: false });
    case "test":
      return trainer.test(module, { ...owner, ...(test && { dataloaders: test }), verbose: false });
    case "predict":
      return trainer.predict(module, { ...owner, ...(predict && { dataloaders: predict }) });
  }
}

function trainerOptions({ trainer = {} }: ReplayConfig, folder: string) {
  const given = Object.fromEntries(
    Object.entries<unknown>({ max_epochs: 2, num_sanity_val_steps: 0, ...trainer }).flatMap(([name, value]) =>
      value === "unset" || name === "logger" ? [] : [[camel(name), value]],
    ),
  );
  return {
    enableProgressBar: false,
    enableModelSummary: false,
    ...given,
    logger: trainer["logger"] === "csv" ? new CSVLogger(folder) : false,
  };
}

/** Counts validation runs for scripted values; after the recorder, before the module. */
class RunCounter extends Callback {
  override onValidationEnd(trainer: Trainer): void {
    if (!trainer.sanityChecking) countValidationRun();
  }
}

function recordingCallback(recorder: Recorder, actions: readonly ActionConfig[]): Callback {
  class Recording extends Callback {}
  for (const [name, { owners }] of Object.entries(HOOKS)) {
    if (!owners.includes("callbacks")) continue;
    Object.defineProperty(Recording.prototype, name, {
      value: (_trainer: Trainer, module: ReplayModule, ...args: readonly unknown[]) =>
        recorder.around("callback", name, args, () => void act(actions, name, module, args)),
    });
  }
  return new Recording();
}

function snapshotCallback(recorder: Recorder, hooks: readonly string[]): Callback {
  class Snapshot extends Callback {}
  for (const name of hooks) {
    Object.defineProperty(Snapshot.prototype, name, {
      value: (trainer: Trainer, _module: unknown, ...args: readonly unknown[]) =>
        recorder.around(
          "snapshot",
          name,
          name.endsWith("BatchEnd") ? [undefined, ...args.slice(1)] : args,
          () => undefined,
          {},
          () => ({
            callback_metrics: { ...trainer.callbackMetrics },
            logged_metrics: { ...trainer.loggedMetrics },
            progress_bar_metrics: { ...trainer.progressBarMetrics },
          }),
        ),
    });
  }
  return new Snapshot();
}

/** Logs constants in hooks. */
function loggingCallback(logs: readonly LogConfig[]): Callback {
  class Logging extends Callback {}
  for (const { hook, name, value } of logs) {
    Object.defineProperty(Logging.prototype, camel(hook), {
      value(this: Callback) {
        this.log(name, value as number);
      },
    });
  }
  return new Logging();
}
