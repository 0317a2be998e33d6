export type { AggregatorOptions, NanStrategy, Numbers } from "./aggregator.js";
export { CatMetric } from "./catMetric.js";
export { MaxMetric } from "./maxMetric.js";
export { MeanMetric } from "./meanMetric.js";
export { MinMetric } from "./minMetric.js";
export { RunningMean, type RunningOptions, RunningSum } from "./runningMetrics.js";
export { SumMetric } from "./sumMetric.js";
