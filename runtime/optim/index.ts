export { Adam, type AdamOptions, AdamW } from "./adam.js";
export { type LrScheduler, StepLR } from "./lrScheduler.js";
export { Optimizer, type ParamGroup, type Params } from "./optimizer.js";
export { SGD, type SGDOptions } from "./sgd.js";
