export { Callback } from "./callback.js";
export { ModelSummary } from "./modelSummary.js";
export { ProgressBar } from "./progressBar.js";
