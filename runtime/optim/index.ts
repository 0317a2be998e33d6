export { Adam, type AdamOptions, AdamW } from "./adam.js";
export { LightningOptimizer } from "./lightningOptimizer.js";
export {
  ConstantLR,
  CosineAnnealingLR,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  type LrScheduler,
  MultiStepLR,
  StepLR,
} from "./lrScheduler.js";
export { Optimizer, type ParamGroup, type Params } from "./optimizer.js";
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from "./reduceLrOnPlateau.js";
export { SGD, type SGDOptions } from "./sgd.js";
export { SWALR, type SWALROptions } from "./swaLr.js";
