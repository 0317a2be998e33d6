export { BackboneFinetuning, type BackboneFinetuningOptions } from "./backboneFinetuning.js";
export { BaseFinetuning, type UnfreezeOptions } from "./baseFinetuning.js";
export { BasePredictionWriter, type BasePredictionWriterOptions } from "./basePredictionWriter.js";
export { BatchSizeFinder, type BatchSizeFinderOptions } from "./batchSizeFinder.js";
export { Callback } from "./callback.js";
export { Checkpoint } from "./checkpoint.js";
export { DeviceStatsMonitor, type DeviceStatsMonitorOptions } from "./deviceStatsMonitor.js";
export { EarlyStopping, type EarlyStoppingOptions, type EarlyStoppingReason } from "./earlyStopping.js";
export { EMAWeightAveraging, type EMAWeightAveragingOptions } from "./emaWeightAveraging.js";
export {
  GradientAccumulationScheduler,
  type GradientAccumulationSchedulerOptions,
} from "./gradientAccumulationScheduler.js";
export { type CallbackHooks, LambdaCallback } from "./lambdaCallback.js";
export { LearningRateFinder, type LearningRateFinderOptions } from "./learningRateFinder.js";
export { LearningRateMonitor, type LearningRateMonitorOptions } from "./learningRateMonitor.js";
export { ModelCheckpoint } from "./modelCheckpoint.js";
export type { ModelCheckpointOptions } from "./modelCheckpointOptions.js";
export { ModelSummary } from "./modelSummary.js";
export { OnExceptionCheckpoint, type OnExceptionCheckpointOptions } from "./onExceptionCheckpoint.js";
export { ProgressBar } from "./progressBar.js";
export { StochasticWeightAveraging, type StochasticWeightAveragingOptions } from "./stochasticWeightAveraging.js";
export { ThroughputMonitor, type ThroughputMonitorOptions } from "./throughputMonitor.js";
export { Timer, type TimerOptions } from "./timer.js";
export { WeightAveraging, type WeightAveragingOptions } from "./weightAveraging.js";
