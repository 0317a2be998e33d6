export {
  celu,
  elu,
  gelu,
  glu,
  leakyRelu,
  logsigmoid,
  mish,
  prelu,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
  tanhshrink,
} from "./activations.js";
export { cosineSimilarity, normalize, pairwiseDistance } from "./distance.js";
export { alphaDropout, dropout, dropout1d, dropout2d, dropout3d } from "./dropout.js";
export { type EmbeddingOptions, embedding } from "./embedding.js";
export { linear } from "./linear.js";
export * from "./losses.js";
export { oneHot } from "./oneHot.js";
export { hardshrink, hardsigmoid, hardswish, hardtanh, relu6, rrelu, softshrink, threshold } from "./piecewise.js";
export {
  type ScaledDotProductAttentionOptions,
  scaledDotProductAttention,
} from "./scaledDotProductAttention.js";
export { logSoftmax, softmax, softmin } from "./softmax.js";
