import { tf } from "../../../../runtime/backend/tf.js";
import { LightningDataModule } from "../../../../runtime/core/lightningDataModule.js";
import type { BatchSource, Dataloaders } from "../../../../runtime/core/loaders.js";
import { camel, type DataConfig, type LoaderConfig, type ReplayConfig, type Split } from "./goldenCase.js";
import type { Recorder } from "./recorder.js";

const SPLITS: readonly Split[] = ["train", "val", "test", "predict"];

/** The loaders of a split, as the recorded run had them; undefined: none. */
export function loadersOf(data: DataConfig, split: Split): Dataloaders | undefined {
  const config = data[split];
  if (config === undefined) return undefined;
  const s = SPLITS.indexOf(split);
  return Array.isArray(config)
    ? (config as readonly LoaderConfig[]).map((one, k) => loader(one, s, k))
    : loader(config as LoaderConfig, s, 0);
}

/** Samples are numbered through a loader; each has two inputs and the output of a line. */
function loader(config: LoaderConfig, split: number, index: number): BatchSource {
  const { batches, batch_size = 2, last_batch_size = batch_size, kind = "iterable" } = config;
  const c = split + 4 * index;
  function* iterate() {
    for (let batch = 0; batch < batches; batch++) {
      const size = batch === batches - 1 ? last_batch_size : batch_size;
      const samples = Array.from({ length: size }, (_, j) => sample(batch * batch_size + j, c));
      yield [tf.tensor2d(samples.map(({ x }) => x)), tf.tensor2d(samples.map(({ y }) => [y]))];
    }
  }
  return kind === "unsized" || kind === "IterableDataset"
    ? { [Symbol.iterator]: iterate }
    : { length: batches, [Symbol.iterator]: iterate };
}

function sample(i: number, c: number): { x: [number, number]; y: number } {
  const x0 = ((3 * i + c) % 10) / 10 - 0.45;
  const x1 = ((7 * i + 2 * c) % 10) / 10 - 0.45;
  return { x: [x0, x1], y: 0.8 * x0 - 0.6 * x1 + 0.2 };
}

/** A data module with the loaders of a case, whose every method is recorded. */
export function replayDataModule(
  data: DataConfig,
  recorder: Recorder,
  { batch_hooks = false, actions = [] }: NonNullable<ReplayConfig["datamodule"]>,
): LightningDataModule {
  const methods: Record<string, (...args: readonly unknown[]) => unknown> = {
    prepareData: () => undefined,
    setup: () => undefined,
    teardown: () => undefined,
    onException: () => undefined,
  };
  for (const split of SPLITS) {
    if (data[split] !== undefined) methods[`${split}Dataloader`] = () => loadersOf(data, split);
  }
  if (batch_hooks) {
    for (const name of ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"])
      methods[name] = (batch) => batch;
  }
  const datamodule = new LightningDataModule();
  return Object.assign(
    datamodule,
    Object.fromEntries(
      Object.entries(methods).map(([name, method]) => [
        name,
        (...args: readonly unknown[]) =>
          recorder.around("datamodule", name, args, () => {
            const failure = actions.find(({ hook }) => camel(hook) === name);
            if (failure !== undefined) throw new Error(failure.message);
            return method(...args);
          }),
      ]),
    ),
  );
}
