import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { Adam, AdamW } from "../../../runtime/optim/adam.js";
import type { Optimizer } from "../../../runtime/optim/optimizer.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { root } from "../../experiment.js";

type Matrix = readonly (readonly number[])[];

interface GoldenOptimizers {
  readonly w0: Matrix;
  readonly grads_w: readonly Matrix[];
  readonly cases: readonly {
    readonly optimizer: string;
    readonly args: Readonly<Record<string, unknown>>;
    readonly w_after_each_step: readonly Matrix[];
  }[];
}

const golden = JSON.parse(
  readFileSync(join(root, "test", "reference", "optim", "optimizers_scripted_grads.json"), "utf8"),
) as GoldenOptimizers;

const cases = golden.cases.flatMap((one) =>
  ["SGD", "Adam", "AdamW"].includes(one.optimizer) && !("maximize" in one.args)
    ? [[`${one.optimizer} ${JSON.stringify(one.args)}`, one] as const]
    : [],
);

test.each(cases)("%s moves the weights as torch's does", (_title, { optimizer: name, args, w_after_each_step }) => {
  const parameter = new Parameter(tf.tensor2d(golden.w0 as number[][]));
  const optimizer = make(name, parameter, args);
  for (const [step, gradient] of golden.grads_w.entries()) {
    optimizer.zeroGrad();
    parameter.accumulateGrad(tf.tensor2d(gradient as number[][]));
    optimizer.step();
    const wanted = (w_after_each_step[step] as Matrix).flat();
    const moved = [...parameter.dataSync()].map((value, i) =>
      Math.abs(value - (wanted[i] as number)) < 2e-6 * (1 + Math.abs(value)) ? wanted[i] : value,
    );
    expect({ step, weights: moved }).toEqual({ step, weights: wanted });
  }
});

test("a saved state goes on exactly", () => {
  const run = (interrupted: boolean) => {
    const parameter = new Parameter(tf.tensor1d([1, -2]));
    let optimizer = new Adam([parameter], { lr: 0.1 });
    for (let step = 0; step < 6; step++) {
      if (interrupted && step === 3) {
        const saved = optimizer.stateDict();
        optimizer = new Adam([parameter], { lr: 0.7 });
        optimizer.loadStateDict(saved);
      }
      parameter.zeroGrad();
      parameter.accumulateGrad(tf.mul(parameter, 2));
      optimizer.step();
    }
    return [...parameter.dataSync()];
  };
  expect(run(true)).toEqual(run(false));
});

test("groups have options of their own; a parameter without gradient does not move", () => {
  const [a, b, c] = [1, 1, 1].map((value) => new Parameter(tf.scalar(value))) as [Parameter, Parameter, Parameter];
  const optimizer = new SGD([{ params: [a], lr: 0.1 }, { params: [b, c] }], { lr: 0.5 });
  for (const parameter of [a, b]) parameter.accumulateGrad(tf.scalar(1));
  optimizer.step();
  expect([a, b, c].map((parameter) => parameter.dataSync()[0]?.toFixed(2))).toEqual(["0.90", "0.50", "1.00"]);
});

test("a step leaves as many tensors as it found, and dispose frees what is remembered", () => {
  const parameter = new Parameter(tf.tensor1d([1, 2]));
  const optimizer = new SGD([parameter], { momentum: 0.9 });
  parameter.accumulateGrad(tf.tidy(() => parameter.clone()));
  const before = tf.memory().numTensors;
  optimizer.step();
  const after = tf.memory().numTensors;
  optimizer.step();
  expect([after - before, tf.memory().numTensors - after]).toEqual([1, 0]);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("options that cannot be are refused", () => {
  const parameters = [new Parameter(tf.scalar(0))];
  expect(() => new SGD(parameters, { lr: -1 })).toThrow("SGD: `lr` is -1; it must be 0 or larger.");
  expect(() => new SGD(parameters, { nesterov: true })).toThrow(
    "SGD: nesterov needs a momentum above 0 and no dampening, and it got momentum 0, dampening 0.",
  );
  expect(() => new Adam(parameters, { betas: [0.9, 1] })).toThrow("Adam: `betas` is [0.9,1]; both must lie in [0, 1).");
  expect(() => new Adam([])).toThrow(
    "Adam got an empty list of parameters. Give it `this.parameters()` of a module that has some.",
  );
});

test("a group that is added has the constructor's options where it has none of its own; no parameter is in two", () => {
  const [first, second] = [new Parameter(tf.scalar(1)), new Parameter(tf.scalar(1))];
  const optimizer = new SGD([first], { lr: 0.5, momentum: 0.9 });
  optimizer.addParamGroup({ params: [second], lr: 0.1, name: "later" });
  expect(optimizer.paramGroups.map(({ name, options: { lr, momentum } }) => ({ name, lr, momentum }))).toEqual([
    { name: undefined, lr: 0.5, momentum: 0.9 },
    { name: "later", lr: 0.1, momentum: 0.9 },
  ]);
  expect(() => optimizer.addParamGroup({ params: [second] })).toThrow(
    "SGD: some of the parameters are in another parameter group already. Each may be in one only.",
  );
});

function make(name: string, parameter: Parameter, args: Readonly<Record<string, unknown>>): Optimizer {
  const { weight_decay: weightDecay, ...rest } = args;
  const options = { ...rest, ...(weightDecay !== undefined && { weightDecay: Number(weightDecay) }) };
  if (name === "SGD") return new SGD([parameter], options) as unknown as Optimizer;
  return (name === "Adam" ? new Adam([parameter], options) : new AdamW([parameter], options)) as unknown as Optimizer;
}
