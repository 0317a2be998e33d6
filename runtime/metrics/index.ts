export { Accuracy } from "./accuracy.js";
export { MeanMetric } from "./meanMetric.js";
export { Metric } from "./metric.js";
