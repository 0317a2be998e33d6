import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import type { Module } from "../../../runtime/nn/module.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import type { Difference } from "../picture.js";
import { buildModule } from "./buildModule.js";
import { callModule } from "./callModule.js";
import { withClasses } from "./classesLast.js";
import { tensorDifference, tensorOf } from "./goldenTensor.js";
import type { GoldenCall, GoldenTensors, ModuleSpec, NumericCase } from "./nnCase.js";
import { tidily } from "./tidily.js";

/** Values, gradients and statistics of a module over some calls, each as in a training step. */
export function numericDifference({ module: spec, state, calls }: NumericCase): Difference | null {
  const module = buildModule(spec);
  try {
    tf.tidy(() => {
      module.loadStateDict(Object.fromEntries(given(state).map(([name, tensor]) => [name, tensorOf(tensor)])));
    });
    for (const [i, call] of calls.entries()) {
      const difference = tidily(() => callDifference(module, classOf(spec), call));
      if (difference !== null) return { ...difference, what: `call ${i}: ${difference.what}` };
    }
    return null;
  } finally {
    module.dispose();
  }
}

function callDifference(module: Module, className: string, call: GoldenCall): Difference | null {
  const { mode, options, grads } = call;
  const oriented = (tensors: GoldenTensors) => withClasses(tensors, className, call.inputs["input"]?.shape);
  module.train(mode === "train");
  for (const parameter of module.parameters()) parameter.zeroGrad();
  const inputs = Object.fromEntries(
    given(oriented(call.inputs)).map(([name, tensor]) => [name, inputOf(tensorOf(tensor))]),
  );
  const tape = new Tape();
  tape.open();
  try {
    const outputs = callModule(module, className, inputs, options);
    const loss = weightedSum(outputs, call.g);
    if (loss !== null) tape.backward(loss);
    return (
      allDifferences("", outputs, call.outputs) ??
      allDifferences("gradient of ", gradients(inputs), oriented(grads?.inputs ?? {})) ??
      allDifferences(
        "gradient of ",
        gradients(Object.fromEntries(module.namedParameters())),
        grads?.parameters ?? {},
      ) ??
      allDifferences("buffer ", Object.fromEntries(module.namedBuffers()), call.buffers_after ?? {})
    );
  } finally {
    tape.close();
    for (const input of Object.values(inputs)) input.dispose();
  }
}

/** Inputs are leaves, so that they get gradients; class numbers and masks have none. */
function inputOf(tensor: tf.Tensor): tf.Tensor {
  return tensor.dtype === "float32" ? new Parameter(tensor) : tensor;
}

function weightedSum(outputs: Readonly<Record<string, tf.Tensor | null>>, g: GoldenTensors = {}): tf.Tensor | null {
  const sums = given(g).map(([name, weight]) => tf.sum(tf.mul(outputs[name] as tf.Tensor, tensorOf(weight))));
  return sums.length === 0 ? null : sums.reduce((sum, one) => tf.add(sum, one));
}

function gradients(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor | null> {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, tensor]) => [name, tensor instanceof Parameter ? tensor.grad : null]),
  );
}

function allDifferences(
  prefix: string,
  got: Readonly<Record<string, tf.Tensor | null>>,
  wanted: GoldenTensors,
): Difference | null {
  for (const [name, golden] of Object.entries(wanted)) {
    const tensor = got[name];
    if (golden === null) {
      if (tensor === null) continue;
      return {
        what: `${prefix}${name}`,
        expected: "null",
        got: tensor === undefined ? "nothing" : `[${tensor.shape}]`,
      };
    }
    if (tensor === undefined) return { what: `${prefix}${name}`, expected: `[${golden.shape}]`, got: "nothing" };
    const difference = tensorDifference(`${prefix}${name}`, tensor, golden);
    if (difference !== null) return difference;
  }
  return null;
}

function given(tensors: GoldenTensors): [string, NonNullable<GoldenTensors[string]>][] {
  return Object.entries(tensors).flatMap(([name, tensor]) => (tensor === null ? [] : [[name, tensor]]));
}

function classOf(spec: ModuleSpec): string {
  return "class" in spec ? spec.class : "";
}
