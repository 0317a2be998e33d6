import { tf } from "../backend/tf.js";
import type { LightningModule } from "../core/lightningModule.js";
import type { Module } from "../nn/module.js";
import { generator } from "../random.js";
import { FlopCounter } from "./flopCounter.js";
import { isFusedInTorch, uncountedFlops } from "./fusedLayers.js";
import { type LayerSize, sizeOf } from "./layerSize.js";

/** What an example input showed on its way through a model. */
export interface ExampleRun {
  /** Of the modules that were called, from their first call. */
  readonly sizes: ReadonlyMap<unknown, LayerSizes>;
  readonly flops: FlopCounter;
}

export interface LayerSizes {
  readonly inSize: LayerSize;
  readonly outSize: LayerSize;
}

/**
 * Runs the model's `exampleInputArray` through its hooks of a batch and its `forward`, once, in evaluation mode. Afterwards every module has
 * the mode it had, no tensor is left, and no random number was used up.
 */
export function runExample(model: LightningModule): ExampleRun {
  const sizes = new Map<Module, LayerSizes>();
  const flops = new FlopCounter(model);
  const random = generator.stateDict();
  const modes = model.modules().map((part) => [part, part.training] as const);
  try {
    for (const [part] of modes) watch(part, sizes, flops);
    tf.tidy(() => {
      const inputs = transferred(model);
      model.eval();
      flops.watch(() => model.forward(...(inputs as never[])));
    });
  } finally {
    for (const [part, training] of modes) {
      Reflect.deleteProperty(part, "forward");
      part.setMode(training);
    }
    generator.loadStateDict(random);
  }
  return { sizes, flops };
}

/** The arguments of `forward`: a list of inputs is several, a dictionary is one. */
function transferred(model: LightningModule): readonly unknown[] {
  const datamodule = model.isAttached ? model.trainer.datamodule : null;
  let example: unknown = model.exampleInputArray;
  for (const name of ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"] as const) {
    const owner = datamodule?.[name] === undefined ? model : datamodule;
    const hook = owner[name];
    if (hook !== undefined) example = hook.call(owner, example, 0);
  }
  return Array.isArray(example) ? example : [example];
}

/** Puts a `forward` on the object that notes what it sees and calls its class's own. What PyTorch computes in one kernel is not looked into. */
function watch(part: Module, sizes: Map<Module, LayerSizes>, flops: FlopCounter): void {
  const forward = part.forward;
  const run = (inputs: never[]) => {
    if (isFusedInTorch(part, inputs)) return flops.uncounted(() => forward.apply(part, inputs));
    return flops.within(part, () => {
      const output = forward.apply(part, inputs);
      flops.add(-uncountedFlops(part, inputs));
      return output;
    });
  };
  Object.defineProperty(part, "forward", {
    configurable: true,
    enumerable: false,
    value: (...inputs: never[]) => {
      if (!flops.isCounting) return forward.apply(part, inputs);
      const output = run(inputs);
      if (!sizes.has(part))
        sizes.set(part, { inSize: sizeOf(inputs.length === 1 ? inputs[0] : inputs), outSize: sizeOf(output) });
      return output;
    },
  });
}
