/** Every loss by torch's name in camelCase; torch/nn/functional.py is the source of their formulas. */
export { type BceLossOptions, binaryCrossEntropy, binaryCrossEntropyWithLogits } from "./binaryCrossEntropy.js";
export { type CrossEntropyOptions, crossEntropy, nllLoss } from "./crossEntropy.js";
export { gaussianNllLoss, type KlDivOptions, klDiv, poissonNllLoss } from "./distributionLosses.js";
export {
  cosineEmbeddingLoss,
  hingeEmbeddingLoss,
  marginRankingLoss,
  type TripletMarginOptions,
  type TripletMarginWithDistanceOptions,
  tripletMarginLoss,
  tripletMarginWithDistanceLoss,
} from "./embeddingLosses.js";
export { multilabelMarginLoss, multilabelSoftMarginLoss, multiMarginLoss, softMarginLoss } from "./marginLosses.js";
export type { LossOptions, Reduction } from "./reduction.js";
export { huberLoss, l1Loss, mseLoss, smoothL1Loss, type WeightedLossOptions } from "./regressionLosses.js";
