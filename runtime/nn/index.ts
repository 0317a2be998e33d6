export {
  CELU,
  ELU,
  GELU,
  GLU,
  LeakyReLU,
  LogSigmoid,
  Mish,
  PReLU,
  ReLU,
  SELU,
  Sigmoid,
  SiLU,
  Softplus,
  Softsign,
  Tanh,
  Tanhshrink,
} from "./activations/activations.js";
export {
  Hardshrink,
  Hardsigmoid,
  Hardswish,
  Hardtanh,
  ReLU6,
  RReLU,
  Softshrink,
  Threshold,
} from "./activations/piecewise.js";
export { LogSoftmax, Softmax, Softmax2d, Softmin } from "./activations/softmax.js";
export {
  type AttentionCallOptions,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from "./attention/multiheadAttention.js";
export { TransformerEncoder } from "./attention/transformerEncoder.js";
export {
  type EncoderMasks,
  TransformerEncoderLayer,
  type TransformerEncoderLayerOptions,
} from "./attention/transformerEncoderLayer.js";
export { Bilinear } from "./bilinear.js";
export { ModuleDict } from "./containers/moduleDict.js";
export { ModuleList } from "./containers/moduleList.js";
export { Sequential, type TensorModule } from "./containers/sequential.js";
export { Conv1d, type Conv1dOptions } from "./convolution/conv1d.js";
export { Conv2d, type Conv2dOptions } from "./convolution/conv2d.js";
export { ConvTranspose2d, type ConvTranspose2dOptions } from "./convolution/convTranspose2d.js";
export { CosineSimilarity, PairwiseDistance } from "./distance.js";
export { AlphaDropout, Dropout, Dropout1d, Dropout2d, Dropout3d } from "./dropout.js";
export { Embedding, type EmbeddingOptions } from "./embedding.js";
export { Flatten, Unflatten } from "./flatten.js";
export { Identity } from "./identity.js";
export type { Fans, Nonlinearity } from "./init/fans.js";
export * as init from "./init/init.js";
export { Linear } from "./linear.js";
export type { LoadedKeys } from "./loadState.js";
export type { WeightOptions } from "./losses/loss.js";
export {
  BCELoss,
  BCEWithLogitsLoss,
  type ClassLossOptions,
  CrossEntropyLoss,
  GaussianNLLLoss,
  HuberLoss,
  KLDivLoss,
  L1Loss,
  MSELoss,
  NLLLoss,
  PoissonNLLLoss,
  SmoothL1Loss,
} from "./losses/losses.js";
export {
  CosineEmbeddingLoss,
  HingeEmbeddingLoss,
  MarginRankingLoss,
  MultiLabelMarginLoss,
  MultiLabelSoftMarginLoss,
  MultiMarginLoss,
  SoftMarginLoss,
  TripletMarginLoss,
  TripletMarginWithDistanceLoss,
} from "./losses/marginLosses.js";
export { Module } from "./module.js";
export { BatchNorm1d } from "./normalization/batchNorm1d.js";
export { BatchNorm2d } from "./normalization/batchNorm2d.js";
export type { BatchNormOptions } from "./normalization/batchNormLayer.js";
export { GroupNorm, type GroupNormOptions } from "./normalization/groupNorm.js";
export { LayerNorm, type LayerNormOptions } from "./normalization/layerNorm.js";
export { type KernelLayout, Parameter } from "./parameter.js";
export { AdaptiveAvgPool2d } from "./pooling/adaptiveAvgPool2d.js";
export { AvgPool1d, type AvgPool1dOptions } from "./pooling/avgPool1d.js";
export { AvgPool2d, type AvgPool2dOptions } from "./pooling/avgPool2d.js";
export { MaxPool1d, type MaxPool1dOptions } from "./pooling/maxPool1d.js";
export { MaxPool2d, type MaxPool2dOptions } from "./pooling/maxPool2d.js";
export { GRU } from "./recurrent/gru.js";
export { LSTM, type LstmOptions } from "./recurrent/lstm.js";
export type { RecurrentOptions } from "./recurrent/recurrentLayer.js";
export { RNN, type RnnOptions } from "./recurrent/rnn.js";
export type { PaddingMode } from "./windows/borders.js";
export type { Size1d, Size2d } from "./windows/size2d.js";
