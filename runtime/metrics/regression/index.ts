export * from "./continuousRankedProbabilityScore.js";
export * from "./cosineSimilarity.js";
export * from "./criticalSuccessIndex.js";
export * from "./divergences.js";
export * from "./elementErrors.js";
export * from "./explainedVariance.js";
export * from "./kendallRankCorrCoef.js";
export * from "./minkowskiDistance.js";
export * from "./normalizedRootMeanSquaredError.js";
export {
  LogCoshError,
  MeanAbsoluteError,
  MeanSquaredError,
  type MeanSquaredErrorOptions,
  type OutputsOptions,
} from "./outputErrors.js";
export { ConcordanceCorrCoef, PearsonCorrCoef } from "./pearsonCorrCoef.js";
export { type Multioutput, type MultioutputValue, type R2Options, R2Score } from "./r2Score.js";
export * from "./relativeSquaredError.js";
export { SpearmanCorrCoef } from "./spearmanCorrCoef.js";
export * from "./tweedieDevianceScore.js";
