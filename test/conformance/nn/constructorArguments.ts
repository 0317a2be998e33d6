import type { tf } from "../../../runtime/backend/tf.js";
import { camel } from "../names.js";
import { isGoldenTensor, tensorOf } from "./goldenTensor.js";

/** The arguments that a class takes by position, by torch's names; all others are options, by their names in camelCase. */
const BY_POSITION: Readonly<Record<string, readonly string[]>> = {
  Linear: ["in_features", "out_features"],
  Bilinear: ["in1_features", "in2_features", "out_features"],
  Conv1d: ["in_channels", "out_channels", "kernel_size"],
  Conv2d: ["in_channels", "out_channels", "kernel_size"],
  ConvTranspose2d: ["in_channels", "out_channels", "kernel_size"],
  MaxPool1d: ["kernel_size"],
  MaxPool2d: ["kernel_size"],
  AvgPool1d: ["kernel_size"],
  AvgPool2d: ["kernel_size"],
  AdaptiveAvgPool2d: ["output_size"],
  BatchNorm1d: ["num_features"],
  BatchNorm2d: ["num_features"],
  LayerNorm: ["normalized_shape"],
  GroupNorm: ["num_groups", "num_channels"],
  Dropout: ["p"],
  Dropout1d: ["p"],
  Dropout2d: ["p"],
  Dropout3d: ["p"],
  AlphaDropout: ["p"],
  Embedding: ["num_embeddings", "embedding_dim"],
  Flatten: ["start_dim", "end_dim"],
  Unflatten: ["dim", "unflattened_size"],
  RNN: ["input_size", "hidden_size"],
  LSTM: ["input_size", "hidden_size"],
  GRU: ["input_size", "hidden_size"],
  MultiheadAttention: ["embed_dim", "num_heads"],
  TransformerEncoderLayer: ["d_model", "nhead"],
  LeakyReLU: ["negative_slope"],
  ELU: ["alpha"],
  CELU: ["alpha"],
  Hardtanh: ["min_val", "max_val"],
  Softshrink: ["lambd"],
  Hardshrink: ["lambd"],
  Threshold: ["threshold", "value"],
  Softmax: ["dim"],
  Softmin: ["dim"],
  LogSoftmax: ["dim"],
  GLU: ["dim"],
  PReLU: ["num_parameters"],
  RReLU: ["lower", "upper"],
  Softplus: ["beta", "threshold"],
};

/** A class's arguments in torch's terms as the runtime's: those by position, then one object of options when there are any. */
export function constructorArguments(className: string, args: Readonly<Record<string, unknown>>): unknown[] {
  return argumentsOf(positionalNames(className), args);
}

/** The arguments that a class takes by position, by torch's names. */
export function positionalNames(className: string): readonly string[] {
  return BY_POSITION[className] ?? [];
}

/** The same for any function: those that `byPosition` names in its order, then the others as options. */
export function argumentsOf(byPosition: readonly string[], args: Readonly<Record<string, unknown>>): unknown[] {
  const positional = byPosition.map((name) => (name in args ? ourArgument(args[name]) : undefined));
  const named = Object.entries(args).filter(([name]) => !byPosition.includes(name));
  if (named.length > 0) {
    return [...positional, Object.fromEntries(named.map(([name, value]) => [camel(name), ourArgument(value)]))];
  }
  const last = positional.findLastIndex((value) => value !== undefined);
  return positional.slice(0, last + 1);
}

function ourArgument(value: unknown): tf.Tensor | unknown {
  if (isGoldenTensor(value)) return tensorOf(value);
  return typeof value === "string" && /^-?(?:Infinity|NaN)$/.test(value) ? Number(value) : value;
}
