import type { tf } from "../backend/tf.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import type { Optimizer } from "../optim/optimizer.js";
import type { TrainerFn } from "../protocol/runFile.js";

/** What a hook may return: nothing, or a promise of it, which is awaited. */
export type Awaitable<T> = T | Promise<T>;

/** `outputs` of `onTrainBatchEnd`: what `trainingStep` returned, with `loss` divided by `accumulateGradBatches`; `{}` when it returned nothing. */
export type StepOutputs = Readonly<Record<string, unknown>> & { readonly loss?: tf.Tensor };

/**
 * Arguments of every hook that the Trainer calls on callbacks (after `trainer` and `module`) and on the module.
 * Names are PyTorch Lightning's, camelCased.
 */
export interface HookArgs {
  setup: [stage: TrainerFn];
  onFitStart: [];
  onSanityCheckStart: [];
  onSanityCheckEnd: [];
  onTrainStart: [];
  onTrainEpochStart: [];
  onTrainBatchStart: [batch: unknown, batchIdx: number];
  onBeforeZeroGrad: [optimizer: Optimizer];
  onBeforeBackward: [loss: tf.Tensor];
  onAfterBackward: [];
  onBeforeOptimizerStep: [optimizer: Optimizer];
  onTrainBatchEnd: [outputs: StepOutputs, batch: unknown, batchIdx: number];
  onValidationModelZeroGrad: [];
  onValidationModelEval: [];
  onValidationStart: [];
  onValidationEpochStart: [];
  onValidationBatchStart: [batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onValidationBatchEnd: [outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onValidationEpochEnd: [];
  onValidationEnd: [];
  onValidationModelTrain: [];
  onTrainEpochEnd: [];
  onTrainEnd: [];
  onFitEnd: [];
  onTestModelEval: [];
  onTestStart: [];
  onTestEpochStart: [];
  onTestBatchStart: [batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onTestBatchEnd: [outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onTestEpochEnd: [];
  onTestEnd: [];
  onTestModelTrain: [];
  onPredictModelEval: [];
  onPredictStart: [];
  onPredictEpochStart: [];
  onPredictBatchStart: [batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onPredictBatchEnd: [outputs: unknown, batch: unknown, batchIdx: number, dataloaderIdx?: number];
  onPredictEpochEnd: [];
  onPredictEnd: [];
  teardown: [stage: TrainerFn];
  onException: [exception: unknown];
  onSaveCheckpoint: [checkpoint: Checkpoint];
  onLoadCheckpoint: [checkpoint: Checkpoint];
}

export type HookName = keyof HookArgs;

/** Where `log` may be called, and what it does there when `onStep` and `onEpoch` are not given. */
export type LogRule =
  | { readonly kind: "step"; readonly onStep: boolean; readonly onEpoch: boolean }
  | { readonly kind: "epoch" }
  | { readonly kind: "forbidden" };

export interface HookEntry {
  /** Who implements it, in the order in which they are called. */
  readonly owners: readonly HookOwner[];
  readonly log: LogRule;
}

export type HookOwner = "callbacks" | "module";

const BOTH: readonly HookOwner[] = ["callbacks", "module"];
const MODULE: readonly HookOwner[] = ["module"];
const CALLBACKS: readonly HookOwner[] = ["callbacks"];
const TRAIN_STEP: LogRule = { kind: "step", onStep: true, onEpoch: false };
const EVAL_STEP: LogRule = { kind: "step", onStep: false, onEpoch: true };
const EPOCH: LogRule = { kind: "epoch" };
const NEVER: LogRule = { kind: "forbidden" };

/** The hook table, in the order in which `fit` reaches the hooks; evaluation and prediction follow. */
export const HOOKS: { readonly [N in HookName]: HookEntry } = {
  setup: { owners: BOTH, log: NEVER },
  onFitStart: { owners: BOTH, log: NEVER },
  onSanityCheckStart: { owners: CALLBACKS, log: NEVER },
  onSanityCheckEnd: { owners: CALLBACKS, log: NEVER },
  onTrainStart: { owners: BOTH, log: EPOCH },
  onTrainEpochStart: { owners: BOTH, log: EPOCH },
  onTrainBatchStart: { owners: BOTH, log: TRAIN_STEP },
  onBeforeZeroGrad: { owners: BOTH, log: TRAIN_STEP },
  onBeforeBackward: { owners: BOTH, log: TRAIN_STEP },
  onAfterBackward: { owners: BOTH, log: TRAIN_STEP },
  onBeforeOptimizerStep: { owners: BOTH, log: TRAIN_STEP },
  onTrainBatchEnd: { owners: BOTH, log: TRAIN_STEP },
  onValidationModelZeroGrad: { owners: MODULE, log: NEVER },
  onValidationModelEval: { owners: MODULE, log: NEVER },
  onValidationStart: { owners: BOTH, log: EPOCH },
  onValidationEpochStart: { owners: BOTH, log: EPOCH },
  onValidationBatchStart: { owners: BOTH, log: EVAL_STEP },
  onValidationBatchEnd: { owners: BOTH, log: EVAL_STEP },
  onValidationEpochEnd: { owners: BOTH, log: EPOCH },
  onValidationEnd: { owners: BOTH, log: NEVER },
  onValidationModelTrain: { owners: MODULE, log: NEVER },
  onTrainEpochEnd: { owners: BOTH, log: EPOCH },
  onTrainEnd: { owners: BOTH, log: NEVER },
  onFitEnd: { owners: BOTH, log: NEVER },
  onTestModelEval: { owners: MODULE, log: NEVER },
  onTestStart: { owners: BOTH, log: EPOCH },
  onTestEpochStart: { owners: BOTH, log: EPOCH },
  onTestBatchStart: { owners: BOTH, log: EVAL_STEP },
  onTestBatchEnd: { owners: BOTH, log: EVAL_STEP },
  onTestEpochEnd: { owners: BOTH, log: EPOCH },
  onTestEnd: { owners: BOTH, log: NEVER },
  onTestModelTrain: { owners: MODULE, log: NEVER },
  onPredictModelEval: { owners: MODULE, log: NEVER },
  onPredictStart: { owners: BOTH, log: NEVER },
  onPredictEpochStart: { owners: BOTH, log: NEVER },
  onPredictBatchStart: { owners: BOTH, log: NEVER },
  onPredictBatchEnd: { owners: BOTH, log: NEVER },
  onPredictEpochEnd: { owners: BOTH, log: NEVER },
  onPredictEnd: { owners: BOTH, log: NEVER },
  teardown: { owners: BOTH, log: NEVER },
  onException: { owners: CALLBACKS, log: NEVER },
  onSaveCheckpoint: { owners: BOTH, log: NEVER },
  onLoadCheckpoint: { owners: BOTH, log: NEVER },
};

/** The steps and overridable methods of the module that the Trainer calls, with their `log` rule. */
export const MODULE_METHODS = {
  configureCallbacks: NEVER,
  prepareData: NEVER,
  configureModel: NEVER,
  configureOptimizers: NEVER,
  trainDataloader: NEVER,
  valDataloader: NEVER,
  testDataloader: NEVER,
  predictDataloader: NEVER,
  onBeforeBatchTransfer: NEVER,
  transferBatchToDevice: NEVER,
  onAfterBatchTransfer: NEVER,
  optimizerStep: TRAIN_STEP,
  trainingStep: TRAIN_STEP,
  optimizerZeroGrad: TRAIN_STEP,
  backward: TRAIN_STEP,
  configureGradientClipping: TRAIN_STEP,
  lrSchedulerStep: NEVER,
  validationStep: EVAL_STEP,
  testStep: EVAL_STEP,
  predictStep: NEVER,
} as const satisfies Record<string, LogRule>;

export type ModuleMethodName = keyof typeof MODULE_METHODS;

/** What is running when `log` is called: a hook or one of the module's methods. */
export type FunctionName = HookName | ModuleMethodName;

export function logRule(name: FunctionName): LogRule {
  return name in HOOKS ? HOOKS[name as HookName].log : MODULE_METHODS[name as ModuleMethodName];
}
