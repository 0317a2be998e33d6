import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as nn from "../../../../runtime/nn/index.js";
import { seedEverything } from "../../../../runtime/random.js";

test("the fans of a kernel are those of torch's layout, whatever order it is kept in", () => {
  const [conv, transposed] = [new nn.Conv2d(2, 6, 3), new nn.ConvTranspose2d(4, 6, 3, { groups: 2 })];
  expect(nn.init.fans(conv.weight.shape, conv.weight.layout)).toEqual({ fanIn: 18, fanOut: 54 });
  expect(nn.init.fans(transposed.weight.shape, transposed.weight.layout)).toEqual({ fanIn: 27, fanOut: 36 });
  expect(nn.init.fans([6, 2, 3, 3])).toEqual({ fanIn: 18, fanOut: 54 });
});

test("a weight is drawn anew in place; a seed makes the same numbers", () => {
  const { weight } = new nn.Conv2d(4, 8, 3);
  const drawn = () => {
    seedEverything(2);
    return [...nn.init.kaimingNormal(weight, { mode: "fan_out", nonlinearity: "relu" }).dataSync()];
  };
  expect(drawn()).toEqual(drawn());
});

test("a Dirac kernel passes its channels on", () => {
  const conv = new nn.Conv2d(3, 3, 3, { padding: 1, bias: false });
  nn.init.dirac(conv.weight);
  const x = tf.randomUniform([1, 4, 4, 3]);
  expect([...conv.forward(x).dataSync()]).toEqual([...x.dataSync()]);
});

test("what a function cannot fill is refused", () => {
  const bias = new nn.Linear(2, 3).bias as nn.Parameter;
  expect(() => nn.init.xavierUniform(bias)).toThrow(
    "A tensor of shape [3] has no fan in and fan out: it needs 2 dimensions or more, [out, in, ...kernel].",
  );
  expect(() => nn.init.eye(bias)).toThrow("init.eye wants a tensor of 2 dimensions, and it got one of shape [3].");
  expect(() => nn.init.calculateGain("gelu" as "relu")).toThrow('There is no gain for the nonlinearity "gelu".');
});

test("filling leaves no tensor", () => {
  const { weight } = new nn.Conv2d(4, 8, 3);
  const before = tf.memory().numTensors;
  nn.init.orthogonal(weight);
  nn.init.truncNormal(weight, { std: 0.02 });
  nn.init.sparse(new nn.Parameter(tf.zeros([4, 3])), 0.5);
  expect(tf.memory().numTensors).toBe(before + 2);
});
