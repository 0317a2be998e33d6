export { Accuracy } from "./accuracy.js";
export { Metric } from "./metric.js";
