import "../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { ReLU, Sigmoid, Tanh } from "../../../runtime/nn/activations.js";
import { Conv2d, type Conv2dOptions, type Size2d } from "../../../runtime/nn/conv2d.js";
import { Flatten } from "../../../runtime/nn/flatten.js";
import { Linear } from "../../../runtime/nn/linear.js";
import { MaxPool2d } from "../../../runtime/nn/maxPool2d.js";
import type { Module } from "../../../runtime/nn/module.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { type GoldenLayer, goldenLayers, near, tensorOf } from "./goldenLayers.js";

const cases = [
  ...goldenLayers("linear", /basic|input_\dd|one_to_one|wide/),
  ...goldenLayers("conv", /conv2d_(stride2|padding1|rect_kernel|same_(odd|even$|rect)|valid|kernel)/),
  ...goldenLayers("pooling", /maxpool2d_(2_odd_input|3_stride2$|3_stride1)/),
  ...goldenLayers("activations", /\/(relu|sigmoid|tanh|relu_at_zero|flatten_.*)$/),
];

test.each(cases)("%s: outputs and gradients are torch's", (_id, { module, state, calls }) => {
  tf.tidy(() => {
    const layer = layerOf(module);
    layer.loadStateDict(Object.fromEntries(Object.entries(state).map(([name, value]) => [name, tensorOf(value)])));
    for (const { inputs, outputs, g, grads } of calls) {
      const input = new Parameter(tensorOf(inputs["input"] as never));
      const tape = new Tape();
      tape.open();
      try {
        const output = (layer as Module & { forward(x: tf.Tensor): tf.Tensor }).forward(input);
        compare(output, outputs["output"]);
        if (g === undefined || grads === undefined) continue;
        tape.backward(tf.sum(tf.mul(output, tensorOf(g["output"] as never))));
        if (grads.inputs["input"] !== undefined) compare(input.grad, grads.inputs["input"]);
        for (const [name, parameter] of layer.ownParameters()) compare(parameter.grad, grads.parameters[name]);
      } finally {
        tape.close();
        input.dispose();
      }
    }
    layer.dispose();
  });
});

function compare(tensor: tf.Tensor | null, golden: Parameters<typeof near>[1] | undefined): void {
  const { received, expected } = near(tensor as tf.Tensor, golden as Parameters<typeof near>[1]);
  expect(received).toEqual(expected);
}

function layerOf({ class: name, args }: GoldenLayer["module"]): Module {
  const number = (key: string, otherwise = 0) => (args[key] as number | undefined) ?? otherwise;
  switch (name) {
    case "Linear":
      return new Linear(number("in_features"), number("out_features"));
    case "Conv2d":
      return new Conv2d(
        number("in_channels"),
        number("out_channels"),
        args["kernel_size"] as Size2d,
        args as Conv2dOptions,
      );
    case "MaxPool2d":
      return new MaxPool2d(args["kernel_size"] as Size2d, args as { stride?: Size2d });
    case "Flatten":
      return new Flatten(number("start_dim", 1), number("end_dim", -1));
    case "ReLU":
      return new ReLU();
    case "Sigmoid":
      return new Sigmoid();
    case "Tanh":
      return new Tanh();
    default:
      throw new Error(`There is no layer ${name} here.`);
  }
}
