export * from "./rankedMetrics.js";
export * from "./retrievalAUROC.js";
export type { Aggregation, RetrievalOptions, TopKOptions } from "./retrievalMetric.js";
export * from "./retrievalNormalizedDCG.js";
export * from "./retrievalPrecisionRecallCurve.js";
