import { tf } from "../../../runtime/backend/tf.js";
import { LightningDataModule } from "../../../runtime/core/lightningDataModule.js";
import type { BatchSource, Dataloaders } from "../../../runtime/core/loaders.js";
import { CombinedLoader, type CombinedMode } from "../../../runtime/data/combinedLoader.js";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import type { DataConfig, LoaderConfig, LoadersConfig, ReplayConfig, Split } from "../goldenCase.js";
import { ourValue } from "../names.js";
import { act } from "./actions.js";
import type { Recorder } from "./recorder.js";
import type { ReplayScene } from "./scene.js";

export const SPLITS: readonly Split[] = ["train", "val", "test", "predict"];

/** The loaders of a split, as the recorded run had them; undefined: none. */
export function loadersOf(data: DataConfig, split: Split, recorder: Recorder): Dataloaders | undefined {
  const config = data[split];
  if (config === undefined) return undefined;
  const watch = data.record_loaders ? recorder : null;
  let made = 0;
  const one = (loader: LoaderConfig) => makeLoader(loader, split, made++, watch);
  const several = (loaders: LoadersConfig): Dataloaders => {
    if (Array.isArray(loaders)) return (loaders as readonly LoaderConfig[]).map(one);
    if (isLoader(loaders)) return one(loaders);
    if ("combined" in loaders) {
      const { combined, mode } = loaders as { combined: LoadersConfig; mode?: CombinedMode };
      return new CombinedLoader(several(combined), mode ?? "min_size");
    }
    return Object.fromEntries(
      Object.entries(loaders as Record<string, LoaderConfig>).map(([name, loader]) => [name, one(loader)]),
    );
  };
  return several(config);
}

function isLoader(config: LoadersConfig): config is LoaderConfig {
  return "batches" in config && typeof config.batches === "number";
}

/** Samples are numbered through a loader; each has two inputs and the output of a line. */
function makeLoader(config: LoaderConfig, split: Split, index: number, recorder: Recorder | null): BatchSource {
  const { batches, batch_size = 2, last_batch_size = batch_size, kind = "iterable", shuffle = false } = config;
  const c = SPLITS.indexOf(split) + 4 * index;
  const samples = Array.from({ length: (batches - 1) * batch_size + last_batch_size }, (_, i) => sample(i, c));
  const batchOf = (some: readonly Sample[]) => [
    tf.tensor2d(some.map(({ x }) => x)),
    tf.tensor2d(some.map(({ y }) => [y])),
  ];
  if (kind === "DataLoader") {
    const dataset = { length: samples.length, getItem: (i: number) => samples[i] as Sample };
    const loader = new DataLoader(dataset, { batchSize: batch_size, shuffle, collateFn: batchOf });
    // PyTorch's DataLoader has no state: a resumed epoch takes its data from the beginning.
    return Object.assign(loader, { stateDict: undefined, loadStateDict: undefined });
  }
  function* iterate(): Generator<unknown, void> {
    for (let batch = 0; batch < batches; batch++) {
      recorder?.note(`loader:${split}${index}`, "next", { index: batch });
      yield batchOf(samples.slice(batch * batch_size, (batch + 1) * batch_size));
    }
    recorder?.note(`loader:${split}${index}`, "exhausted");
  }
  const iterator = () => {
    recorder?.note(`loader:${split}${index}`, "iter");
    return iterate();
  };
  const isSized = kind !== "unsized" && kind !== "IterableDataset";
  return {
    ...(isSized && { length: batches }),
    // PyTorch's DataLoader has a sampler even where there is no order to choose.
    ...(kind === "IterableDataset" && { sampler: {} }),
    [Symbol.iterator]: iterator,
  };
}

interface Sample {
  readonly x: [number, number];
  readonly y: number;
}

function sample(i: number, c: number): Sample {
  const x0 = ((3 * i + c) % 10) / 10 - 0.45;
  const x1 = ((7 * i + 2 * c) % 10) / 10 - 0.45;
  return { x: [x0, x1], y: 0.8 * x0 - 0.6 * x1 + 0.2 };
}

/** The class under whose name a recorded data module keeps its state. */
class DM extends LightningDataModule {}

/** A data module with the loaders of a case, whose every method is recorded. */
export function replayDataModule(config: ReplayConfig, scene: ReplayScene): LightningDataModule {
  const { data = {}, datamodule: settings = {} } = config;
  const recorder = scene.recorderFor("datamodule");
  const methods: Record<string, (...args: readonly unknown[]) => unknown> = {
    prepareData: () => undefined,
    setup: () => undefined,
    teardown: () => undefined,
    onException: () => undefined,
    stateDict: () => settings.state ?? {},
    loadStateDict: () => undefined,
  };
  for (const split of SPLITS) {
    if (data[split] !== undefined) methods[`${split}Dataloader`] = () => loadersOf(data, split, recorder);
  }
  if (settings.batch_hooks) {
    for (const name of ["onBeforeBatchTransfer", "transferBatchToDevice", "onAfterBatchTransfer"])
      methods[name] = (batch) => batch;
  }
  const datamodule = new DM();
  if (settings.hparams !== undefined) datamodule.saveHyperparameters(ourValue(settings.hparams, "") as never);
  for (const [name, method] of Object.entries(methods)) {
    const recorded = (...args: readonly unknown[]) =>
      recorder.around("datamodule", name, args, () => {
        const instead = act(settings.actions ?? [], name, scene, args);
        return instead ?? method(...args);
      });
    Object.defineProperty(datamodule, name, { value: recorded });
  }
  return datamodule;
}
