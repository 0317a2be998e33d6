export { ReLU, Sigmoid, Tanh } from "./activations.js";
export { Sequential, type TensorModule } from "./containers.js";
export { Conv2d, type Conv2dOptions, type Size2d } from "./conv2d.js";
export { Dropout } from "./dropout.js";
export { Flatten } from "./flatten.js";
export { Linear } from "./linear.js";
export { MaxPool2d } from "./maxPool2d.js";
export { Module } from "./module.js";
export { Parameter } from "./parameter.js";
