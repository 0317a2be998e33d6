import { Module } from "../nn/module.js";
import { Optimizer } from "../optim/optimizer.js";
import { makeReadable } from "./debuggerSymbols.js";
import { moduleProperties, moduleText } from "./moduleText.js";
import { optimizerProperties, optimizerText } from "./optimizerText.js";

// Loaded for its effect: layers and optimizers have a line in JavaScript debuggers, as tensors do.
makeReadable(Module.prototype, moduleText, moduleProperties);
makeReadable(Optimizer.prototype, optimizerText, optimizerProperties);
