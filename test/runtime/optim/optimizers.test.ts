import "../onCpu.js";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { disposeCheckpoint } from "../../../runtime/checkpoint/checkpoint.js";
import { readCheckpoint, writeCheckpoint } from "../../../runtime/checkpoint/checkpointFile.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import * as optim from "../../../runtime/optim/index.js";
import { temporaryFolder } from "../temporaryFolder.js";
import { parameterOf, setGradient, steppedPicture } from "./steppedPicture.js";

type Make = (params: readonly Parameter[]) => Pick<optim.Optimizer, "step" | "stateDict" | "loadStateDict" | "dispose">;

const OPTIMIZERS: Readonly<Record<string, Make>> = {
  "SGD, momentum": (params) => new optim.SGD(params, { lr: 0.1, momentum: 0.9 }),
  "SGD, nesterov, weight decay": (params) =>
    new optim.SGD(params, { lr: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  "SGD, maximize": (params) => new optim.SGD(params, { lr: 0.1, maximize: true }),
  Adam: (params) => new optim.Adam(params, { lr: 0.1 }),
  "Adam, amsgrad": (params) => new optim.Adam(params, { lr: 0.1, betas: [0.9, 0.5], amsgrad: true }),
  AdamW: (params) => new optim.AdamW(params, { lr: 0.1, weightDecay: 0.5 }),
  RMSprop: (params) => new optim.RMSprop(params, { lr: 0.05 }),
  "RMSprop, centered, momentum": (params) => new optim.RMSprop(params, { lr: 0.1, centered: true, momentum: 0.5 }),
  Adagrad: (params) => new optim.Adagrad(params, { lr: 0.1, lrDecay: 0.1, initialAccumulatorValue: 0.5 }),
  Adadelta: (params) => new optim.Adadelta(params),
  Adamax: (params) => new optim.Adamax(params, { lr: 0.1 }),
  NAdam: (params) => new optim.NAdam(params, { lr: 0.1 }),
  RAdam: (params) => new optim.RAdam(params, { lr: 0.1, betas: [0.9, 0.99] }),
  ASGD: (params) => new optim.ASGD(params, { lr: 0.1, lambd: 0.1, t0: 1 }),
  Rprop: (params) => new optim.Rprop(params, { lr: 0.1 }),
  Adafactor: (params) => new optim.Adafactor(params, { lr: 0.1 }),
};

test("each optimizer takes a weight of 1 its own way, given the gradients 1, 2, -1, 0 and 0.5", () => {
  const lines = Object.entries(OPTIMIZERS).map(([name, make]) => `${name}: ${steppedPicture(make)}`);
  expect(`\n${lines.join("\n")}\n`).toMatchInlineSnapshot(`
    "
    SGD, momentum: 0.9 0.61 0.449 0.3041 0.1237
    SGD, nesterov, weight decay: 0.791 0.3069 0.2424 0.09261 -0.1368
    SGD, maximize: 1.1 1.3 1.2 1.2 1.25
    Adam: 0.9 0.8035 0.7615 0.7271 0.6876
    Adam, amsgrad: 0.9 0.8119 0.7748 0.7476 0.7187
    AdamW: 0.85 0.711 0.6334 0.5673 0.4996
    RMSprop: 0.5 0.05234 0.2575 0.2575 0.156
    RMSprop, centered, momentum: -0.005038 -1.411 -1.702 -1.848 -2.125
    Adagrad: 0.9184 0.8408 0.8735 0.8735 0.8598
    Adadelta: 0.9968 0.9928 0.9954 0.9954 0.994
    Adamax: 0.9 0.8237 0.7939 0.7728 0.7507
    NAdam: 0.8944 0.7981 0.8355 0.8301 0.7977
    RAdam: 0.9 0.7474 0.688 0.6458 0.6018
    ASGD: 0.89 0.6827 0.7745 0.7669 0.7109
    Rprop: 0.9 0.78 0.78 0.78 0.72
    Adafactor: 0.9 0.81 0.8672 0.8672 0.8247
    "
  `);
});

test.each(Object.entries(OPTIMIZERS))(
  "%s goes on from a checkpoint file to the last bit, and leaves no tensor",
  (_name, make) => {
    const before = tf.memory().numTensors;
    expect(weightsAfter(make, true)).toEqual(weightsAfter(make, false));
    expect(tf.memory().numTensors).toBe(before);
  },
);

/** Six steps; when interrupted, with another optimizer after the third, which gets the state out of a file. */
function weightsAfter(make: Make, isInterrupted: boolean): number[] {
  const parameters = [parameterOf(1, -2, 0.3), parameterOf(0.7)];
  let optimizer = make(parameters);
  for (let step = 0; step < 6; step++) {
    if (isInterrupted && step === 3) optimizer = reloaded(optimizer, make(parameters));
    for (const parameter of parameters)
      setGradient(parameter, ...[...parameter.dataSync()].map((value) => 2 * value - step));
    optimizer.step();
  }
  const weights = parameters.flatMap((parameter) => [...parameter.dataSync()]);
  for (const one of [optimizer, ...parameters]) one.dispose();
  return weights;
}

function reloaded<T extends ReturnType<Make>>(old: T, next: T): T {
  const path = join(temporaryFolder(), "a.safetensors");
  const rest = { epoch: 0, globalStep: 3, lightningRuntimeVersion: "0", stateDict: {} };
  writeCheckpoint(path, { ...rest, optimizerStates: [old.stateDict()] });
  old.dispose();
  const checkpoint = readCheckpoint(path);
  next.loadStateDict(checkpoint.optimizerStates?.[0] ?? {});
  disposeCheckpoint(checkpoint);
  return next;
}

test.each<[string, (params: readonly Parameter[]) => unknown, string]>([
  ["a negative rate", (params) => new optim.SGD(params, { lr: -1 }), "SGD: `lr` is -1; it must be 0 or larger."],
  ["no number", (params) => new optim.Adam(params, { eps: Number.NaN }), "Adam: `eps` is NaN; it must be 0 or larger."],
  [
    "nesterov without momentum",
    (params) => new optim.SGD(params, { nesterov: true }),
    "SGD: nesterov needs a momentum above 0 and no dampening, and it got momentum 0, dampening 0.",
  ],
  [
    "a beta of 1",
    (params) => new optim.NAdam(params, { betas: [0.9, 1] }),
    "NAdam: `betas` is [0.9,1]; both must lie in [0, 1).",
  ],
  ["a rho above 1", (params) => new optim.Adadelta(params, { rho: 2 }), "Adadelta: `rho` is 2; it must lie in [0, 1]."],
  [
    "an eta above 1",
    (params) => new optim.Rprop(params, { etas: [1.5, 1.2] }),
    "Rprop: `etas` is [1.5,1.2]; the first must lie between 0 and 1, the second above 1.",
  ],
  ["a small d", (params) => new optim.Adafactor(params, { d: 0.5 }), "Adafactor: `d` is 0.5; it must be 1 or larger."],
  [
    "a rising decay",
    (params) => new optim.Adafactor(params, { beta2Decay: 0.8 }),
    "Adafactor: `beta2Decay` is 0.8; it must be 0 or less.",
  ],
  [
    "an unknown option",
    (params) => new optim.Adam(params, { weight_decay: 0.1 } as object),
    "Adam has no option `weight_decay`; it can be `lr`, `betas`, `eps`, `weightDecay`, `amsgrad`, `maximize` or `decoupledWeightDecay`. Did you mean `weightDecay`?",
  ],
])("%s is refused", (_what, make, message) => {
  expect(() => make([parameterOf(0)])).toThrow(message);
});

test("options that choose among PyTorch's implementations are taken and forgotten", () => {
  const { defaults } = new optim.SGD([parameterOf(0)], { lr: 0.1, foreach: false, fused: true } as object);
  expect(Object.keys(defaults)).toEqual(["lr", "momentum", "dampening", "weightDecay", "nesterov", "maximize"]);
});

test("AdamW that gets an Adam's state keeps its own kind of decay", () => {
  const parameter = parameterOf(1);
  const adam = new optim.Adam([parameter], { weightDecay: 0.1 });
  const adamW = new optim.AdamW([parameter]);
  adamW.loadStateDict(adam.stateDict());
  expect(adamW.paramGroups[0]?.options).toMatchObject({ weightDecay: 0.1, decoupledWeightDecay: true });
});

test("Adafactor remembers a row and a column of a matrix", () => {
  const matrix = tf.tidy(() => new Parameter(tf.ones([3, 4])));
  const optimizer = new optim.Adafactor([matrix]);
  tf.tidy(() => matrix.accumulateGrad(tf.ones([3, 4])));
  optimizer.step();
  const { state } = optimizer.stateDict() as { state: Record<string, Record<string, tf.Tensor>> };
  expect([state["0"]?.["rowVar"]?.shape, state["0"]?.["colVar"]?.shape]).toEqual([
    [3, 1],
    [1, 4],
  ]);
});
