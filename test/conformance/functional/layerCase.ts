import { tf } from "../../../runtime/backend/tf.js";
import * as functional from "../../../runtime/functional/index.js";
import type { Module } from "../../../runtime/nn/module.js";
import { buildModule } from "../nn/buildModule.js";
import type { Difference } from "../picture.js";
import { describedLayer, fieldOf } from "./layerWords.js";
import { axisOneLast, isNested, type Nested, nestedDifference, shapeOf, tensorOf } from "./nested.js";

/** A layer that is described in words, `BatchNorm1d(3, eps=1e-5) weight=1.5`, with what it gives in training and in evaluation. */
export interface LayerCase {
  readonly layer: string;
  readonly [field: string]: unknown;
}

export function isLayerCase(value: unknown): value is LayerCase {
  return typeof value === "object" && value !== null && "layer" in value && typeof value.layer === "string";
}

export function layerDifference(golden: LayerCase): Difference | null {
  if (/^linear/i.test(golden.layer)) return linearDifference(golden);
  const layer = layerOf(golden);
  try {
    return moduleDifference(layer, golden);
  } finally {
    layer.dispose();
  }
}

function layerOf({ layer: words, ...fields }: LayerCase): Module {
  const { constants, ...spec } = describedLayer(words, fields);
  const module = buildModule(spec);
  tf.tidy(() => {
    for (const [key, parameter] of module.namedParameters()) {
      const constant = constants[key];
      if (constant !== undefined) parameter.assign(tf.fill(parameter.shape, constant));
      const field = fieldOf(fields, key);
      if (field !== undefined) parameter.assign(kernelOf(spec.class, key, tensorOf(field)));
    }
  });
  return module;
}

/** Convolutions keep their kernels in TensorFlow's layout. */
function kernelOf(name: string, key: string, tensor: tf.Tensor): tf.Tensor {
  return name.startsWith("Conv") && key === "weight"
    ? tf.transpose(tensor, tensor.rank === 4 ? [2, 3, 1, 0] : [2, 1, 0])
    : tensor;
}

function moduleDifference(module: Module, golden: LayerCase): Difference | null {
  const isLayerNorm = /^layer_?norm/i.test(golden.layer);
  const oriented = (nested: Nested) => (isLayerNorm ? tensorOf(nested) : axisOneLast(tensorOf(nested)));
  const compare = (input: unknown, output: unknown, training: boolean): Difference | null => {
    module.train(training);
    const got = (module as unknown as { forward(x: tf.Tensor): tf.Tensor }).forward(oriented(input as Nested));
    return nestedDifference(training ? "output in training" : "output", got, oriented(output as Nested));
  };
  const steps = (golden["train_steps"] ?? ("output_train" in golden ? [golden] : [])) as readonly LayerCase[];
  for (const step of steps) {
    const difference = compare(step["input"], step["output_train"], true) ?? bufferDifference(module, step);
    if (difference !== null) return difference;
  }
  const [input, output] = [
    golden["eval_input"] ?? fieldOf(golden, "input"),
    golden["eval_output"] ?? fieldOf(golden, "output"),
  ];
  if (steps.length === 0 && !isNested(output)) throw new Error(`The case of "${golden.layer}" has no output.`);
  return isNested(output) && isNested(input) ? compare(input, output, false) : null;
}

function bufferDifference(module: Module, step: LayerCase): Difference | null {
  for (const [name, buffer] of module.namedBuffers()) {
    const wanted = step[name];
    if (!isNested(wanted)) continue;
    const difference = nestedDifference(name, tf.cast(buffer, "float32"), tensorOf(wanted));
    if (difference !== null) return difference;
  }
  return null;
}

function linearDifference(golden: LayerCase): Difference | null {
  const [input, weight, bias, output] = ["input", "weight", "bias", "output"].map((name) => fieldOf(golden, name));
  if (!isNested(input) || !isNested(weight) || !isNested(output)) throw new Error("A linear layer needs its numbers.");
  const got = functional.linear(tensorOf(input), tensorOf(weight), isNested(bias) ? tensorOf(bias) : null);
  return nestedDifference(`output [${shapeOf(output)}]`, got, tensorOf(output));
}
