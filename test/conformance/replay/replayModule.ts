import { tf } from "../../../runtime/backend/tf.js";
import { HOOKS, MODULE_METHODS } from "../../../runtime/core/hooks.js";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { mseLoss } from "../../../runtime/functional/losses.js";
import { MeanMetric } from "../../../runtime/metrics/aggregation/meanMetric.js";
import type { Metric } from "../../../runtime/metrics/metric.js";
import { Linear } from "../../../runtime/nn/linear.js";
import type { LightningOptimizer } from "../../../runtime/optim/lightningOptimizer.js";
import type { LrScheduler } from "../../../runtime/optim/lrScheduler.js";
import type { ModuleConfig, ReplayConfig, Split } from "../goldenCase.js";
import { camel } from "../names.js";
import { act, logsOf } from "./actions.js";
import { configuredOptimizers } from "./configured.js";
import type { Facts } from "./recorder.js";
import { loadersOf, SPLITS } from "./replayData.js";
import type { ReplayScene } from "./scene.js";

type Method = (this: ReplayModule, ...args: readonly unknown[]) => unknown;

const STEPS = ["trainingStep", "validationStep", "testStep", "predictStep"];
const BATCH_HOOKS = ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"];

/** The recorded runs' model: a line of two inputs, from known weights. */
export class ReplayModule extends LightningModule {
  layer = lineWith([0.5, -0.3], 0.1);
  loss: tf.Tensor | null = null;
  /** Losses of a step in manual optimization. */
  losses: number[] = [];

  constructor(readonly settings: ModuleConfig) {
    super();
    if (settings.manual !== undefined) {
      Object.assign(this, { layer2: lineWith([-0.2, 0.4], 0), automaticOptimization: false });
    }
    for (const name of Object.keys(settings.metrics ?? {})) Object.assign(this, { [name]: new MeanMetric() });
    if (settings.hparams !== undefined) this.saveHyperparameters(settings.hparams);
  }

  get layers(): Linear[] {
    const { layer2 } = this as unknown as { layer2?: Linear };
    return layer2 === undefined ? [this.layer] : [this.layer, layer2];
  }

  metric(name: string): Metric | undefined {
    return (this as unknown as Record<string, Metric | undefined>)[name];
  }

  override forward(batch: unknown): tf.Tensor {
    return this.layer.forward((batch as readonly tf.Tensor[])[0] as tf.Tensor);
  }

  /** The loss of a batch, or the mean over the parts of a batch of several loaders. */
  lossOf(batch: unknown, layer: Linear = this.layer): tf.Tensor {
    const losses = partsOf(batch).map(([x, y]) => mseLoss(layer.forward(x), y));
    const [first] = losses;
    const loss = losses.length === 1 && first !== undefined ? first : tf.div(tf.addN(losses), losses.length);
    if (layer === this.layer) this.loss = loss;
    return loss;
  }

  manualStep(batch: unknown, batchIdx: number): void {
    const { step_every = [], toggle, clip, step_schedulers_at_last } = this.settings.manual ?? {};
    const optimizers = [this.optimizers()].flat() as LightningOptimizer[];
    this.losses = [];
    for (const [i, optimizer] of optimizers.entries()) {
      if (toggle) this.toggleOptimizer(optimizer);
      const loss = this.lossOf(batch, this.layers[i]);
      this.losses.push(loss.dataSync()[0] as number);
      optimizer.zeroGrad();
      this.manualBackward(loss);
      if (clip !== undefined) this.clipGradients(optimizer, clip, "norm");
      if ((batchIdx + 1) % (step_every[i] ?? 1) === 0) optimizer.step();
      if (toggle) this.untoggleOptimizer(optimizer);
    }
    if (step_schedulers_at_last && this.trainer.isLastBatch) {
      for (const scheduler of [this.lrSchedulers() ?? []].flat() as LrScheduler[]) scheduler.step();
    }
  }

  weights(): number[] {
    return [...this.layer.weight.dataSync(), ...(this.layer.bias?.dataSync() ?? [])];
  }

  gradNorm(): number {
    const values = this.parameters().flatMap(({ grad }) => (grad === null ? [] : [...grad.dataSync()]));
    return Math.hypot(...values);
  }
}

/** `[x, y]` of each loader that gave something. */
function partsOf(batch: unknown): readonly (readonly [tf.Tensor, tf.Tensor])[] {
  if (Array.isArray(batch) && batch[0] instanceof tf.Tensor) return [batch as unknown as [tf.Tensor, tf.Tensor]];
  return Object.values(batch as object).flatMap((part) => (part === null ? [] : partsOf(part)));
}

function lineWith(weights: readonly number[], bias: number): Linear {
  const layer = new Linear(2, 1);
  const values = { weight: tf.tensor2d([[...weights]]), bias: tf.tensor1d([bias]) };
  layer.loadStateDict(values);
  tf.dispose(values);
  return layer;
}

/** What each method does when it is recorded, before the case's actions and logs. */
const BEHAVIOUR: Readonly<Record<string, Method>> = {
  trainingStep(batch, batchIdx) {
    if (this.settings.manual !== undefined) return this.manualStep(batch, batchIdx as number);
    const loss = this.lossOf(batch);
    return this.settings.return_dict ? { loss, batch_idx: batchIdx } : loss;
  },
  validationStep(batch) {
    return this.lossOf(batch);
  },
  testStep(batch) {
    return this.lossOf(batch);
  },
  predictStep(batch) {
    return this.forward(batch);
  },
  configureOptimizers() {
    return configuredOptimizers(this);
  },
  onValidationModelEval() {
    this.eval();
  },
  onTestModelEval() {
    this.eval();
  },
  onPredictModelEval() {
    this.eval();
  },
  onValidationModelTrain() {
    this.train();
  },
  onTestModelTrain() {
    this.train();
  },
};

/** A module that notes every call of the methods which the case overrides. */
export function replayModule(
  config: ReplayConfig,
  scene: ReplayScene,
  configureCallbacks: () => readonly unknown[],
): ReplayModule {
  const settings = config.module ?? {};
  class MyModel extends ReplayModule {}
  const inherited = ReplayModule.prototype as unknown as Record<string, Method | undefined>;
  const recorder = scene.recorderFor("module");
  for (const name of overridden(config)) {
    const method: Method =
      loaderOf(name, config, scene) ??
      (name === "configureCallbacks" ? configureCallbacks : undefined) ??
      BEHAVIOUR[name] ??
      inherited[name] ??
      ((value) => (BATCH_HOOKS.includes(name) ? value : null));
    const value: Method = function (...args) {
      const body = () => {
        const instead = act(settings.actions ?? [], name, scene, args);
        if (instead !== undefined && !(instead instanceof Promise)) return instead;
        const result = method.call(this, ...args);
        logsOf(settings.log ?? [], name, this, this, scene, args);
        // A training step cannot wait; what is saved in it is written beside it.
        return instead instanceof Promise && name !== "trainingStep" ? instead.then(() => result) : result;
      };
      return recorder.around("module", name, args, body, factsBefore(name, this), () => factsAfter(name, this));
    };
    Object.defineProperty(MyModel.prototype, name, { value, configurable: true, writable: true });
  }
  return new MyModel(settings);
}

function loaderOf(name: string, { data = {} }: ReplayConfig, scene: ReplayScene): Method | undefined {
  if (!name.endsWith("Dataloader")) return undefined;
  return () => loadersOf(data, name.slice(0, -"Dataloader".length) as Split, scene.recorderFor("loader"));
}

function overridden({ module: settings = {}, data }: ReplayConfig): string[] {
  const { overrides = "all", no_override = [] } = settings;
  const loaders = SPLITS.filter((split) => data?.source === "module" && data[split] !== undefined).map(
    (split) => `${split}Dataloader`,
  );
  const without = no_override.map(camel);
  return [...new Set([...chosen(overrides, settings), ...loaders])].filter((name) => !without.includes(name));
}

function chosen(overrides: NonNullable<ModuleConfig["overrides"]>, { batch_hooks }: ModuleConfig): string[] {
  if (typeof overrides !== "string") return overrides.map(camel);
  if (overrides === "minimal") return [...STEPS, "configureOptimizers"];
  const hooks = Object.entries(HOOKS).flatMap(([name, { owners }]) => (owners.includes("module") ? [name] : []));
  const methods = Object.keys(MODULE_METHODS).filter(
    (name) => !name.endsWith("Dataloader") && (batch_hooks || !BATCH_HOOKS.includes(name)),
  );
  return [...hooks, ...methods];
}

function factsBefore(name: string, module: ReplayModule): Facts {
  if (STEPS.includes(name) || name.endsWith("BatchStart")) return { train_mode: module.training };
  if (name === "configureGradientClipping") return { grad_norm_before: module.gradNorm() };
  if (name === "lrSchedulerStep") return { lr_before: rates(module) };
  return {};
}

function factsAfter(name: string, module: ReplayModule): Facts {
  if (name === "trainingStep" && !module.automaticOptimization) {
    return { losses: module.losses, step_after: module.globalStep };
  }
  // A step that a case returns early from has no loss of its own.
  if (STEPS.slice(0, 3).includes(name)) {
    return module.loss === null || module.loss.isDisposed ? {} : { loss: module.loss.dataSync()[0] };
  }
  if (name === "optimizerStep") return { weights_after: module.weights(), step_after: module.globalStep };
  if (name === "lrSchedulerStep") return { lr_after: rates(module) };
  if (name === "configureGradientClipping") return { grad_norm_after: module.gradNorm() };
  return {};
}

function rates({ trainer }: ReplayModule): number[] {
  return trainer.optimizers.map((optimizer) => optimizer.lr);
}
