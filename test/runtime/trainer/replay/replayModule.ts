import { tf } from "../../../../runtime/backend/tf.js";
import { HOOKS, MODULE_METHODS } from "../../../../runtime/core/hooks.js";
import { LightningModule } from "../../../../runtime/core/lightningModule.js";
import { mseLoss } from "../../../../runtime/functional/losses.js";
import { Linear } from "../../../../runtime/nn/linear.js";
import { Adam } from "../../../../runtime/optim/adam.js";
import type { ConfiguredOptimizers } from "../../../../runtime/optim/configuredOptimizers.js";
import { StepLR } from "../../../../runtime/optim/lrScheduler.js";
import type { Optimizer } from "../../../../runtime/optim/optimizer.js";
import { SGD } from "../../../../runtime/optim/sgd.js";
import { act, logsOf } from "./actions.js";
import { camel, type GoldenEvent, type ModuleConfig, type ReplayConfig, type Split } from "./goldenCase.js";
import type { Recorder } from "./recorder.js";
import { loadersOf } from "./replayData.js";

type Method = (this: ReplayModule, ...args: readonly unknown[]) => unknown;

const STEPS = ["trainingStep", "validationStep", "testStep", "predictStep"];
const BATCH_HOOKS = ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"];

/** The recorded runs' model: a line of two inputs, from known weights. */
export class ReplayModule extends LightningModule {
  layer = lineWith([0.5, -0.3], 0.1);
  lastLoss: tf.Tensor | null = null;

  constructor(readonly settings: ModuleConfig) {
    super();
    if (settings.manual !== undefined) {
      Object.assign(this, { layer2: lineWith([-0.2, 0.4], 0), automaticOptimization: false });
    }
    if (settings.hparams !== undefined) this.saveHyperparameters(settings.hparams);
  }

  override forward([x]: readonly [tf.Tensor, tf.Tensor]): tf.Tensor {
    return this.layer.forward(x);
  }

  lossOf([x, y]: readonly [tf.Tensor, tf.Tensor], layer: Linear = this.layer): tf.Tensor {
    const loss = mseLoss(layer.forward(x), y);
    if (layer === this.layer) this.lastLoss = loss;
    return loss;
  }

  manualStep(batch: readonly [tf.Tensor, tf.Tensor], batchIdx: number): void {
    const every = this.settings.manual?.step_every ?? [1, 1];
    const layers = [this.layer, (this as unknown as { layer2: Linear }).layer2];
    for (const [i, optimizer] of (this.optimizers() as Optimizer[]).entries()) {
      optimizer.zeroGrad();
      this.manualBackward(this.lossOf(batch, layers[i]));
      if ((batchIdx + 1) % (every[i] ?? 1) === 0) optimizer.step();
    }
  }

  configured(): ConfiguredOptimizers {
    const { optimizer = { type: "SGD", lr: 0.1 }, manual, lr_scheduler, return_form } = this.settings;
    if (return_form === "none") return null;
    const make = (layer: Linear) => {
      const { type, ...options } = optimizer;
      return type === "Adam" ? new Adam(layer.parameters(), options) : new SGD(layer.parameters(), options);
    };
    if (manual !== undefined) return [make(this.layer), make((this as unknown as { layer2: Linear }).layer2)];
    const only = make(this.layer);
    if (lr_scheduler === undefined) return return_form === "dict" ? { optimizer: only } : only;
    const scheduler = new StepLR(only, {
      stepSize: lr_scheduler.args.step_size,
      ...(lr_scheduler.args.gamma !== undefined && { gamma: lr_scheduler.args.gamma }),
    });
    const config = lr_scheduler.config === undefined ? scheduler : { scheduler, ...lr_scheduler.config };
    return return_form === "two_lists" ? [[only], [config]] : { optimizer: only, lrScheduler: config };
  }

  weights(): number[] {
    return [...this.layer.weight.dataSync(), ...(this.layer.bias?.dataSync() ?? [])];
  }
}

function lineWith(weights: readonly number[], bias: number): Linear {
  const layer = new Linear(2, 1);
  layer.loadStateDict({ weight: tf.tensor2d([[...weights]]), bias: tf.tensor1d([bias]) });
  return layer;
}

/** What each method does when it is recorded, before the case's actions and logs. */
const BEHAVIOUR: Readonly<Record<string, Method>> = {
  trainingStep(batch, batchIdx) {
    if (this.settings.manual !== undefined) return this.manualStep(batch as never, batchIdx as number);
    const loss = this.lossOf(batch as never);
    return this.settings.return_dict ? { loss, batch_idx: batchIdx } : loss;
  },
  validationStep(batch) {
    return this.lossOf(batch as never);
  },
  testStep(batch) {
    return this.lossOf(batch as never);
  },
  predictStep(batch) {
    return this.forward(batch as never);
  },
  configureOptimizers() {
    return this.configured();
  },
  configureCallbacks: () => [],
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
export function replayModule(config: ReplayConfig, recorder: Recorder, hooks: readonly string[] | null): ReplayModule {
  const settings = config.module ?? {};
  class Recorded extends ReplayModule {}
  const inherited = ReplayModule.prototype as unknown as Record<string, Method | undefined>;
  for (const name of overridden(config)) {
    const method: Method =
      loaderOf(name, config) ??
      BEHAVIOUR[name] ??
      inherited[name] ??
      ((value) => (BATCH_HOOKS.includes(name) ? value : null));
    const run: Method = function (...args) {
      const body = () => {
        const instead = act(settings.actions ?? [], name, this, args);
        const result = method.call(this, ...args);
        logsOf(settings.log ?? [], name, this, args);
        return instead ?? result;
      };
      if (hooks !== null && !hooks.includes(name)) return body();
      return recorder.around("module", name, args, body, factsBefore(name, this), () => factsAfter(name, this));
    };
    Object.defineProperty(Recorded.prototype, name, { value: run, configurable: true, writable: true });
  }
  return new Recorded(settings);
}

function loaderOf(name: string, { data = {} }: ReplayConfig): Method | undefined {
  return name.endsWith("Dataloader") ? () => loadersOf(data, name.slice(0, -"Dataloader".length) as Split) : undefined;
}

function overridden({ module: settings = {}, data }: ReplayConfig): string[] {
  const { overrides = "all" } = settings;
  if (Array.isArray(overrides)) return (overrides as readonly string[]).map(camel);
  const loaders = (["train", "val", "test", "predict"] as const).filter(
    (split: Split) => data?.source === "module" && data[split] !== undefined,
  );
  const steps = [...STEPS, "configureOptimizers"];
  if (overrides === "minimal") return [...steps, ...loaders.map((split) => `${split}Dataloader`)];
  const hookNames = Object.entries(HOOKS).flatMap(([name, { owners }]) => (owners.includes("module") ? [name] : []));
  const methods = Object.keys(MODULE_METHODS).filter(
    (name) => !name.endsWith("Dataloader") && (settings.batch_hooks || !BATCH_HOOKS.includes(name)),
  );
  return [...hookNames, ...methods, ...loaders.map((split) => `${split}Dataloader`)];
}

function factsBefore(name: string, module: ReplayModule): Partial<GoldenEvent> {
  return STEPS.includes(name) || name.endsWith("BatchStart") ? { train_mode: module.training } : {};
}

function factsAfter(name: string, module: ReplayModule): Partial<GoldenEvent> {
  const { trainer } = module;
  return {
    ...(STEPS.slice(0, 3).includes(name) &&
      module.automaticOptimization && { loss: module.lastLoss?.dataSync()[0] as number }),
    ...(name === "optimizerStep" && { weights_after: module.weights() }),
    ...(name === "lrSchedulerStep" && { lr_after: trainer.optimizers.map((optimizer) => optimizer.lr) }),
    ...(name === "configureGradientClipping" && { grad_norm_after: gradNorm(module) }),
  };
}

function gradNorm(module: ReplayModule): number {
  const values = module.parameters().flatMap(({ grad }) => (grad === null ? [] : [...grad.dataSync()]));
  return Math.hypot(...values);
}
