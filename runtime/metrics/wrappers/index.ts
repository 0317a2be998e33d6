export * from "./bootStrapper.js";
export * from "./classwiseWrapper.js";
export * from "./inputTransformers.js";
export * from "./metricTracker.js";
export * from "./minMaxMetric.js";
export * from "./multioutputWrapper.js";
export * from "./multitaskWrapper.js";
export * from "./running.js";
export { WrapperMetric } from "./wrapperMetric.js";
