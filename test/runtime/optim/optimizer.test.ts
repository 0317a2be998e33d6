import "../onCpu.js";
import { afterEach, expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import type { Parameter } from "../../../runtime/nn/parameter.js";
import { Adam } from "../../../runtime/optim/adam.js";
import { SGD } from "../../../runtime/optim/sgd.js";
import { parameterOf, setGradient } from "./steppedPicture.js";

const warn = vi.spyOn(console, "warn").mockReturnValue();
afterEach(() => warn.mockClear());

test("groups have options of their own; a parameter without gradient does not move", () => {
  const [a, b, c] = [parameterOf(1), parameterOf(1), parameterOf(1)] as const;
  const optimizer = new SGD([{ params: [a], lr: 0.1 }, { params: [b, c] }], { lr: 0.5 });
  for (const parameter of [a, b]) setGradient(parameter, 1);
  optimizer.step();
  expect([a, b, c].map((parameter) => parameter.dataSync()[0]?.toFixed(2))).toEqual(["0.90", "0.50", "1.00"]);
});

test("the next step goes by the rate that a group has then", () => {
  const parameter = parameterOf(1);
  const optimizer = new SGD([parameter], { lr: 0.5 });
  setGradient(parameter, 1);
  optimizer.step();
  for (const { options } of optimizer.paramGroups) options.lr = 0.1;
  optimizer.step();
  expect([optimizer.lr, parameter.dataSync()[0]?.toFixed(2)]).toEqual([0.1, "0.40"]);
});

test("step calls the closure first, and gives what it returned", () => {
  const parameter = parameterOf(1);
  const optimizer = new SGD([parameter], { lr: 0.5 });
  const returned = optimizer.step(() => {
    setGradient(parameter, 1);
    return "loss";
  });
  expect([returned, optimizer.step(), parameter.dataSync()[0]]).toEqual(["loss", undefined, 0]);
});

test("parameters may come from any iterable", () => {
  function* parameters(): Generator<Parameter> {
    yield parameterOf(1);
    yield parameterOf(2);
  }
  expect(new SGD(parameters()).parameters().map((parameter) => parameter.dataSync()[0])).toEqual([1, 2]);
});

test("a group that is added has the constructor's options where it has none of its own", () => {
  const optimizer = new SGD([parameterOf(1)], { lr: 0.5, momentum: 0.9 });
  optimizer.addParamGroup({ params: parameterOf(1), lr: 0.1, name: "later" });
  expect(optimizer.paramGroups.map(({ name, options: { lr, momentum } }) => ({ name, lr, momentum }))).toEqual([
    { name: undefined, lr: 0.5, momentum: 0.9 },
    { name: "later", lr: 0.1, momentum: 0.9 },
  ]);
});

test("a step leaves as many tensors as it found, and dispose frees what is remembered", () => {
  const parameter = parameterOf(1, 2);
  const optimizer = new Adam([parameter]);
  setGradient(parameter, 1, 1);
  const before = tf.memory().numTensors;
  optimizer.step();
  const after = tf.memory().numTensors;
  optimizer.step();
  expect([after - before, tf.memory().numTensors - after]).toEqual([2, 0]);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("the state is torch's, by the number of the parameter, with the options of the groups", () => {
  const [a, b] = [parameterOf(1), parameterOf(1)] as const;
  const optimizer = new SGD([{ params: [a] }, { params: [b], momentum: 0.9, name: "head" }], { lr: 0.5 });
  setGradient(b, 3);
  optimizer.step();
  const state = JSON.stringify(
    optimizer.stateDict(),
    (_key, value) => (value instanceof tf.Tensor ? [...value.dataSync()] : value),
    1,
  );
  expect(state.replace(/\n */g, " ")).toMatchInlineSnapshot(
    `"{ "state": { "1": { "step": 1, "momentumBuffer": [ 3 ] } }, "paramGroups": [ { "lr": 0.5, "momentum": 0, "dampening": 0, "weightDecay": 0, "nesterov": false, "maximize": false, "params": [ 0 ] }, { "lr": 0.5, "momentum": 0.9, "dampening": 0, "weightDecay": 0, "nesterov": false, "maximize": false, "name": "head", "params": [ 1 ] } ] }"`,
  );
});

test.each<[string, (parameter: Parameter) => unknown, string]>([
  [
    "no parameter",
    () => new Adam([]),
    "Adam got an empty list of parameters. Give it `this.parameters()` of a module that has some.",
  ],
  [
    "a parameter by itself",
    (parameter) => new Adam(parameter as unknown as Parameter[]),
    "Adam takes a list of parameters, and it got a single one. Write [parameter].",
  ],
  [
    "a tensor",
    () => new Adam([tf.scalar(1)] as unknown as Parameter[]),
    "Adam can only optimize an nn.Parameter, and it got a Tensor. Give it `module.parameters()`.",
  ],
  [
    "a parameter in two groups",
    (parameter) => new Adam([{ params: [parameter] }, { params: [parameter] }]),
    "Adam: some of the parameters are in another parameter group already. Each may be in one only.",
  ],
  [
    "the state of another optimizer",
    (parameter) => new Adam([parameter]).loadStateDict(new Adam([parameterOf(1), parameterOf(2)]).stateDict()),
    "Adam: the saved state is of another optimizer: its parameter groups have [2] parameters, and those of this one [1]. Make the groups as they were when it was saved.",
  ],
])("%s is refused", (_what, mistake, message) => {
  expect(() => mistake(parameterOf(0))).toThrow(message);
});

test("a parameter that is given twice is warned of", () => {
  const parameter = parameterOf(1);
  new SGD([parameter, parameter]);
  expect(warn.mock.calls).toEqual([
    ["SGD: a parameter group has a parameter twice, which is moved twice a step. Give it once."],
  ]);
});
