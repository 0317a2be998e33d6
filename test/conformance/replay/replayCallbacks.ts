import { Callback } from "../../../runtime/callbacks/callback.js";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { HOOKS } from "../../../runtime/core/hooks.js";
import type { Parameter } from "../../../runtime/nn/parameter.js";
import type { Trainer } from "../../../runtime/trainer/trainer.js";
import type { CallbackConfig, ReplayConfig } from "../goldenCase.js";
import { camel, EXCEPTIONS, ourValue } from "../names.js";
import { act, logsOf } from "./actions.js";
import type { Recorder } from "./recorder.js";
import { ReplayModule } from "./replayModule.js";
import type { ReplayScene } from "./scene.js";

type Method = (...args: readonly unknown[]) => unknown;
type Methods = Record<string, Method | undefined>;
type CallbackClass = new (options?: unknown) => Callback;

const CLASSES = callbacks as unknown as Readonly<Record<string, CallbackClass | undefined>>;
const HOOK_NAMES = Object.entries(HOOKS).flatMap(([name, { owners }]) => (owners.includes("callbacks") ? [name] : []));

/** The callbacks of a case, and one that counts validation runs after the others. */
export function replayCallbacks(config: ReplayConfig, scene: ReplayScene): Callback[] {
  const configs = config.callbacks ?? [{ type: "recorder" }];
  return [...configs.map((one) => replayCallback(one, scene)), new RunCounter(scene)];
}

export function replayCallback(config: CallbackConfig, scene: ReplayScene): Callback {
  switch (config.type) {
    case "recorder":
      return recording(config, scene);
    case "snapshot":
      return snapshot(config, scene.recorderFor("snapshot"));
    case "PredictionWriter":
      return predictionWriter(config, scene);
    case "SimpleFinetuning":
      return simpleFinetuning(scene.recorderFor("callback"));
    default:
      return builtIn(config, scene);
  }
}

/** Counts validation runs for scripted values; no event of its own. */
class RunCounter extends Callback {
  constructor(private readonly scene: ReplayScene) {
    super();
  }

  override onValidationEnd(trainer: Trainer): void {
    if (!trainer.sanityChecking) this.scene.validationRuns++;
  }
}

function recording(
  { name = "callback", state, state_key, log = [], actions = [] }: CallbackConfig,
  scene: ReplayScene,
) {
  const recorder = scene.recorderFor(name);
  class Recording extends Callback {
    override get stateKey(): string {
      return state_key ?? name;
    }
  }
  const methods: Methods = {};
  for (const hook of HOOK_NAMES) {
    if (!scene.recordsEverything && ![...log, ...actions].some((one) => camel(one.hook) === hook)) continue;
    methods[hook] = function (this: Callback, _trainer: unknown, module: unknown, ...args: readonly unknown[]) {
      return recorder.around(name, hook, args, () => {
        const done = act(actions, hook, scene, args);
        const source = module instanceof ReplayModule ? module : { loss: null, metric: () => undefined };
        logsOf(log, hook, this, source, scene, args);
        return done instanceof Promise ? done : undefined;
      });
    };
  }
  methods["stateDict"] = () => recorder.around(name, "stateDict", [], () => state ?? {});
  methods["loadStateDict"] = (given) => recorder.around(name, "loadStateDict", [given], () => undefined);
  Object.assign(Recording.prototype, methods);
  return new Recording();
}

function snapshot({ hooks = [] }: CallbackConfig, recorder: Recorder): Callback {
  class Snapshot extends Callback {}
  for (const hook of hooks.map(camel)) {
    const method = (trainer: Trainer, _module: unknown, ...args: readonly unknown[]) => {
      const shown = /^on\w+BatchEnd$/.test(hook) ? [undefined, ...args.slice(1)] : args;
      const metrics = () => ({
        callback_metrics: { ...trainer.callbackMetrics },
        logged_metrics: { ...trainer.loggedMetrics },
        progress_bar_metrics: { ...trainer.progressBarMetrics },
      });
      recorder.around("snapshot", hook, shown, () => undefined, {}, metrics);
    };
    Object.assign(Snapshot.prototype, { [hook]: method });
  }
  return new Snapshot();
}

/** Hooks that a callback of the runtime has only when its options need them, and Lightning's always. */
const ALWAYS_THERE: Readonly<Record<string, readonly string[]>> = { ModelCheckpoint: ["onTrainBatchEnd"] };

/** A callback of the runtime, whose hooks are recorded under its class's name. */
function builtIn({ type, args = {} }: CallbackConfig, scene: ReplayScene): Callback {
  const Class = CLASSES[EXCEPTIONS.classes[type] ?? type];
  if (Class === undefined) throw new Error(`runtime/callbacks has no ${type}.`);
  const options = ourValue(args, scene.folder);
  const callback = new Class(Object.keys(args).length === 0 ? undefined : options);
  const recorder = scene.recorderFor(type);
  const methods = callback as unknown as Methods;
  for (const hook of [...HOOK_NAMES, "stateDict", "loadStateDict"]) {
    const method = methods[hook] ?? (ALWAYS_THERE[type]?.includes(hook) ? () => undefined : undefined);
    if (method === undefined) continue;
    const value = (...given: readonly unknown[]) => {
      const shown = hook === "loadStateDict" ? given : given.slice(2);
      const after = (returned: unknown) => (hook === "stateDict" ? { returned } : {});
      return recorder.around(type, hook, shown, () => method.call(callback, ...given), {}, after);
    };
    Object.defineProperty(callback, hook, { value, configurable: true, enumerable: false });
  }
  return callback;
}

function predictionWriter({ args = {} }: CallbackConfig, scene: ReplayScene): Callback {
  const Base = CLASSES["BasePredictionWriter"];
  if (Base === undefined) throw new Error("runtime/callbacks has no BasePredictionWriter.");
  const recorder = scene.recorderFor("PredictionWriter");
  const methods: Methods = {
    writeOnBatchEnd: (_trainer, _module, _prediction, batchIndices, _batch, batchIdx, dataloaderIdx) => {
      recorder.note("PredictionWriter", "writeOnBatchEnd", { batchIndices, batchIdx, dataloaderIdx });
    },
    writeOnEpochEnd: (_trainer, _module, predictions, batchIndices) => {
      const predictionShapes = shapesOf(predictions);
      recorder.note("PredictionWriter", "writeOnEpochEnd", { predictionShapes, batchIndices });
    },
  };
  class PredictionWriter extends Base {}
  Object.assign(PredictionWriter.prototype, methods);
  return new PredictionWriter(ourValue(args, scene.folder));
}

function shapesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapesOf);
  return (value as { shape: readonly number[] }).shape;
}

/** The recorded runs' finetuning: the bias is frozen in the first epoch and joins in the second. */
function simpleFinetuning(recorder: Recorder): Callback {
  const Base = CLASSES["BaseFinetuning"];
  if (Base === undefined) throw new Error("runtime/callbacks has no BaseFinetuning.");
  const bias = (module: unknown) => (module as ReplayModule).layer.bias as Parameter;
  const methods: Methods = {
    freezeBeforeTraining: (module) =>
      recorder.around("SimpleFinetuning", "freezeBeforeTraining", [], () => {
        bias(module).requiresGrad = false;
      }),
    finetuneFunction: (module, epoch) => {
      recorder.note("SimpleFinetuning", "finetuneFunction", { epochArg: epoch });
      if (epoch === 1) bias(module).requiresGrad = true;
    },
  };
  class SimpleFinetuning extends Base {}
  Object.assign(SimpleFinetuning.prototype, methods);
  return new SimpleFinetuning();
}
