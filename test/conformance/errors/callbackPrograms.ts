import { DeviceStatsMonitor } from "../../../runtime/callbacks/deviceStatsMonitor.js";
import { EarlyStopping } from "../../../runtime/callbacks/earlyStopping.js";
import { LearningRateMonitor } from "../../../runtime/callbacks/learningRateMonitor.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { ProgressBar } from "../../../runtime/callbacks/progressBar.js";
import { anything, modelWith, quietTrainer } from "./boring.js";
import type { Programs } from "./programs.js";

/** Mistakes in the callbacks of a Trainer. */
export const callbackPrograms: Programs = {
  two_progress_bars: () => quietTrainer({ enableProgressBar: true, callbacks: [new ProgressBar(), new ProgressBar()] }),
  progress_bar_disabled_but_given: () => quietTrainer({ enableProgressBar: false, callbacks: [new ProgressBar()] }),
  ckpt_disabled_but_given: () => quietTrainer({ enableCheckpointing: false, callbacks: [new ModelCheckpoint()] }),
  two_identical_ckpt: () =>
    quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint(), new ModelCheckpoint()] }),
  two_identical_es: () =>
    quietTrainer({ callbacks: [new EarlyStopping({ monitor: "a" }), new EarlyStopping({ monitor: "a" })] }),
  es_missing_monitor: () => quietTrainer({ callbacks: [new EarlyStopping({ monitor: "foo" })] }).fit(modelWith()),
  ckpt_exclusive_time: () => new ModelCheckpoint({ everyNTrainSteps: 1, trainTimeInterval: anything({ days: 1 }) }),
  ckpt_missing_monitor: () =>
    quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint({ monitor: "foo" })] }).fit(modelWith()),
  ckpt_missing_monitor_noval: () =>
    quietTrainer({ enableCheckpointing: true, callbacks: [new ModelCheckpoint({ monitor: "foo" })] }).fit(
      modelWith({ valDataloader: null }),
    ),
  lrm_no_logger: () => quietTrainer({ callbacks: [new LearningRateMonitor()] }).fit(modelWith()),
  device_stats_no_logger: () => quietTrainer({ callbacks: [new DeviceStatsMonitor()] }).fit(modelWith()),
};
