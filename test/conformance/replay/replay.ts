import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tf } from "../../../runtime/backend/tf.js";
import type { Callback } from "../../../runtime/callbacks/callback.js";
import type { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import type { CallConfig, GoldenEvent, ReplayConfig, Split } from "../goldenCase.js";
import { camel, ourPath, ourValue } from "../names.js";
import { type After, stateAfter } from "./after.js";
import { captureMessages } from "./messages.js";
import { replayCallback, replayCallbacks } from "./replayCallbacks.js";
import { loadersOf, replayDataModule } from "./replayData.js";
import { replayLoggers } from "./replayLoggers.js";
import { type ReplayModule, replayModule } from "./replayModule.js";
import { ReplayScene } from "./scene.js";

/** What happened when a case was run on this runtime. */
export interface Replayed {
  /** Where the case wrote; it is gone. */
  readonly folder: string;
  readonly events: readonly GoldenEvent[];
  readonly calls: readonly ReplayedCall[];
  readonly messages: readonly string[];
  readonly constructorError: Error | null;
  /** Tensors that are left over. */
  readonly leakedTensors: number;
}

export interface ReplayedCall {
  readonly fn: string;
  readonly returned: unknown;
  readonly exception: Error | null;
  readonly after: After;
}

/** Who takes part in a call. */
interface Cast {
  readonly trainer: Trainer;
  readonly module: ReplayModule;
  readonly datamodule: LightningDataModule | null;
}

/** Runs a recorded case's configuration on this runtime. */
export async function replay(config: ReplayConfig): Promise<Replayed> {
  const folder = mkdtempSync(join(tmpdir(), "lightning conformance "));
  const tensors = tf.memory().numTensors;
  const hasSnapshots = config.callbacks?.some(({ type }) => type === "snapshot") ?? false;
  const scene = new ReplayScene(folder, hasSnapshots ? "snapshots" : "everything");
  const calls: ReplayedCall[] = [];
  let constructorError: Error | null = null;
  const messages = await captureMessages(async () => {
    try {
      await play(config, scene, calls);
    } catch (error) {
      constructorError = error as Error;
    }
  });
  rmSync(folder, { recursive: true, force: true });
  const leakedTensors = tf.memory().numTensors - tensors;
  return { folder, events: scene.recorder.events, calls, messages, constructorError, leakedTensors };
}

/** @throws what a Trainer's constructor throws; what a call throws is part of its result. */
async function play(config: ReplayConfig, scene: ReplayScene, calls: ReplayedCall[]): Promise<void> {
  let cast = makeCast(config, scene, {});
  try {
    for (const [index, call] of (config.calls ?? [{ fn: "fit" as const }]).entries()) {
      if (call.new) {
        cast.module.dispose();
        cast = makeCast(config, scene, call.trainer ?? {});
      }
      for (const [name, value] of Object.entries(call.set ?? {})) Object.assign(cast.trainer, { [camel(name)]: value });
      scene.recorderFor("driver").note("driver", "call", { fnCalled: call.fn, index });
      calls.push(await played(call, cast, config, scene));
    }
  } finally {
    cast.module.dispose();
  }
}

async function played(call: CallConfig, cast: Cast, config: ReplayConfig, scene: ReplayScene): Promise<ReplayedCall> {
  let [returned, exception]: [unknown, Error | null] = [null, null];
  try {
    returned = await perform(call, cast, config, scene);
  } catch (error) {
    exception = error as Error;
  }
  const result = plainTensors(returned);
  tf.dispose(returned as tf.TensorContainer);
  return { fn: call.fn, returned: result, exception, after: stateAfter(cast.trainer, cast.module, scene.folder) };
}

/** Predictions as the records have them. */
function plainTensors(value: unknown): unknown {
  if (value instanceof tf.Tensor) return { shape: value.shape, values: [...value.dataSync()] };
  if (Array.isArray(value)) return value.map(plainTensors);
  return value;
}

function makeCast(config: ReplayConfig, scene: ReplayScene, overrides: object): Cast {
  const { trainer: options = {}, module: settings = {}, data = {}, callbacks = [] } = config;
  scene.validationRuns = 0;
  const enableCheckpointing = callbacks.some(({ type }) => /Checkpoint$/.test(type));
  const given = Object.entries<unknown>({ max_epochs: 2, num_sanity_val_steps: 0, ...options, ...overrides });
  const trainer = new Trainer({
    ...{ enableProgressBar: false, enableModelSummary: false, enableCheckpointing, defaultRootDir: scene.folder },
    ...Object.fromEntries(
      given.flatMap(([name, value]) =>
        value === "unset" || name === "logger" ? [] : [[camel(name), ourValue(value, scene.folder)]],
      ),
    ),
    logger: replayLoggers(options["logger"], scene) as never,
    callbacks: replayCallbacks(config, scene),
  });
  scene.attach(trainer);
  const own: Callback[] = (settings.configure_callbacks ?? []).map((one) => replayCallback(one, scene));
  const module = replayModule(config, scene, () => own);
  scene.module = module;
  const datamodule = (data.source ?? "datamodule") === "datamodule" ? replayDataModule(config, scene) : null;
  return { trainer, module, datamodule };
}

function perform(call: CallConfig, cast: Cast, { data = {} }: ReplayConfig, scene: ReplayScene): Promise<unknown> {
  const { trainer, datamodule } = cast;
  const module = call.no_model ? undefined : cast.module;
  const path = call.ckpt_path;
  const ckptPath = path === undefined ? {} : { ckptPath: ourPath(path.replace("$TMP", scene.folder)) };
  const owner = datamodule === null || call.no_model ? {} : { datamodule };
  const passed = (split: Split, name: string) => {
    const loaders = data.source === "args" ? loadersOf(data, split, scene.recorderFor("loader")) : undefined;
    return loaders === undefined ? {} : { [name]: loaders };
  };
  switch (call.fn) {
    case "fit":
      return trainer.fit(module as ReplayModule, {
        ...owner,
        ...ckptPath,
        ...passed("train", "trainDataloaders"),
        ...passed("val", "valDataloaders"),
      });
    case "validate":
      return trainer.validate(module, { ...owner, ...ckptPath, ...passed("val", "dataloaders"), verbose: false });
    case "test":
      return trainer.test(module, { ...owner, ...ckptPath, ...passed("test", "dataloaders"), verbose: false });
    case "predict":
      return trainer.predict(module, {
        ...owner,
        ...ckptPath,
        ...passed("predict", "dataloaders"),
        ...(call.return_predictions !== undefined && { returnPredictions: call.return_predictions }),
      });
    case "save_checkpoint":
      return Promise.resolve(trainer.saveCheckpoint(join(scene.folder, ourPath(call.path ?? ""))));
  }
}
