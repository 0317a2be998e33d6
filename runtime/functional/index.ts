export { logSoftmax, relu, sigmoid, softmax, tanh } from "./activations.js";
export { dropout } from "./dropout.js";
export { crossEntropy, type LossOptions, mseLoss, type Reduction } from "./losses.js";
