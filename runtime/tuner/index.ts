export type { LrFindOptions } from "./lrFind.js";
export { LrFinder, type LrFindMode, type LrFindResults } from "./lrFinder.js";
export type { ScaleBatchSizeOptions } from "./scaleBatchSize.js";
export { Tuner, type TunerData } from "./tuner.js";
