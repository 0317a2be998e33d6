import "../onCpu.js";
import { afterEach, beforeEach, expect, test } from "vitest";
import { nn, optim, tf } from "../../../runtime/index.js";
import { debugApi } from "./debugApi.js";

let before = 0;

beforeEach(() => {
  before = tf.memory().numTensors;
  tf.engine().startScope();
});

afterEach(() => {
  tf.engine().endScope();
  expect(tf.memory().numTensors).toBe(before);
});

function text(value: unknown): string | null {
  return debugApi.describe(value);
}

test("a tensor is its type, its shape and its statistics; what is wrong comes first", () => {
  const half = tf.tensor([0.5, -1, 2, 0.25]);
  half.dispose();
  const of = (values: number[], dtype: "float32" | "int32" | "bool" = "float32") =>
    text(tf.tensor(values, undefined, dtype));
  expect({
    matrix: text(
      tf.tensor2d([
        [0, 1, 2],
        [3, 4, 5],
      ]),
    ),
    thirds: of([1 / 3, 2 / 3, 1]),
    large: of([12345.678, 0]),
    small: of([1.23456e-7, 0]),
    integers: of([1, 2, 3], "int32"),
    booleans: of([1, 0, 1], "bool"),
    wrong: of([Number.NaN, Number.NaN, Number.POSITIVE_INFINITY]),
    partlyWrong: of([Number.NaN, 1, 3, Number.NEGATIVE_INFINITY]),
    scalar: text(tf.scalar(0.123)),
    nan: text(tf.scalar(Number.NaN)),
    integer: text(tf.scalar(7, "int32")),
    truth: text(tf.scalar(true, "bool")),
    empty: text(tf.zeros([0, 3])),
    strings: text(tf.tensor1d(["a", "b\n", "c", "d"])),
    string: text(tf.scalar("a")),
    complex: text(tf.complex([1, 0.5], [-2, 3])),
    disposed: text(half),
  }).toMatchInlineSnapshot(`
    {
      "booleans": "Tensor bool[3] 2 true, 1 false",
      "complex": "Tensor complex64[2] 1-2i, 0.5+3i",
      "disposed": "Tensor float32[4] disposed",
      "empty": "Tensor float32[0,3] empty",
      "integer": "Tensor int32 7",
      "integers": "Tensor int32[3] μ 2 σ 0.816 min 1 max 3",
      "large": "Tensor float32[2] μ 6173 σ 6173 min 0 max 12346",
      "matrix": "Tensor float32[2,3] μ 2.5 σ 1.71 min 0 max 5",
      "nan": "Tensor float32 NaN",
      "partlyWrong": "Tensor float32[4] 1 NaN, 1 Inf μ 2 σ 1 min 1 max 3",
      "scalar": "Tensor float32 0.123",
      "small": "Tensor float32[2] μ 6.17e-8 σ 6.17e-8 min 0 max 1.23e-7",
      "string": "Tensor string "a"",
      "strings": "Tensor string[4] "a", "b\\n", "c", …",
      "thirds": "Tensor float32[3] μ 0.667 σ 0.272 min 0.333 max 1",
      "truth": "Tensor bool true",
      "wrong": "Tensor float32[3] 2 NaN, 1 Inf",
    }
  `);
});

test("a hundred thousand values far from zero keep their spread", () => {
  expect(text(tf.range(0, 100_000).div(1e5).add(4096))).toBe("Tensor float32[100000] μ 4096 σ 0.289 min 4096 max 4097");
});

test("what is too large for one list of variables is sampled, and says so; beyond that there are shapes", () => {
  const large = tf.ones([3, 1_000_000]);
  const texts = debugApi.descriptions(Array.from({ length: 12 }, () => large)).map((description) => description?.text);
  expect([texts[0], texts.at(-1)]).toEqual([
    "Tensor float32[3,1000000] μ 1 σ 0 min 1 max 1 (of 65 536 in 3 000 000 values)",
    "Tensor float32[3,1000000]",
  ]);
});

test("a parameter says when it is frozen; other variables by their own name", () => {
  const parameter = new nn.Parameter(tf.tensor1d([1, 2]));
  const frozen = new nn.Parameter(tf.tensor1d([1, 2]), false);
  const variable = tf.variable(tf.tensor1d([1, 2]));
  expect([text(parameter), text(frozen), text(variable)]).toEqual([
    "Parameter float32[2] μ 1.5 σ 0.5 min 1 max 2",
    "Parameter float32[2] frozen μ 1.5 σ 0.5 min 1 max 2",
    "Variable float32[2] μ 1.5 σ 0.5 min 1 max 2",
  ]);
  for (const made of [parameter, frozen, variable]) made.dispose();
});

test("layers and models say what goes in and out, their parameters, and their mode", () => {
  class Net extends nn.Module {
    body = new nn.Sequential(new nn.Linear(784, 64), new nn.ReLU(), new nn.Dropout(0.5));
    head = new nn.Linear(64, 10).requiresGrad(false);
  }
  const net = new Net();
  net.body.eval();
  expect([net, net.body, ...net.body.children(), net.head].map(text)).toMatchInlineSnapshot(`
    [
      "Net 50 890 params, 650 frozen, train (4 layers in eval)",
      "Sequential[3] 50 240 params, eval",
      "Linear(784 → 64) 50 240 params, eval",
      "ReLU, eval",
      "Dropout(0.5), eval",
      "Linear(64 → 10) 650 params, frozen, train",
    ]
  `);
  net.dispose();
});

test("an optimizer says its learning rates", () => {
  const layer = new nn.Linear(2, 2);
  const one = new optim.Adam(layer.parameters(), { lr: 0.002 });
  const two = new optim.SGD([{ params: [layer.weight] }, { params: layer.bias ?? [], lr: 1 }], { lr: 0.1 });
  expect([text(one), text(two)]).toEqual(["Adam lr 0.002, 2 parameters", "SGD lr 0.1 / 1, 2 parameters"]);
  layer.dispose();
});

test("collections and objects show their tensors by shape, without asking getters or proxies", () => {
  const [x, y] = [tf.ones([4, 3]), tf.zeros([4], "int32")];
  const silent = {
    get loud() {
      throw new Error("asked");
    },
  };
  class Batch {
    x = x;
    size = 4;
  }
  expect(
    [
      [x, y],
      { x, lr: 0.1, name: "a", nested: { a: [1] } },
      new Batch(),
      new Map<unknown, unknown>([
        ["x", x],
        [1, null],
      ]),
      new Set([1, 2]),
      new Float32Array([0, 0.5, 1, 2, 3, 4]),
      silent,
      new Proxy({}, { get: () => "asked", ownKeys: () => ["asked"] }),
      new Date(0),
      [],
      Array.from({ length: 1000 }, (_, i) => i),
      Object.create(null),
    ].map(text),
  ).toMatchInlineSnapshot(`
    [
      "(2) [Tensor float32[4,3], Tensor int32[4]]",
      "{x: Tensor float32[4,3], lr: 0.1, name: "a", nested: {…}}",
      "Batch {x: Tensor float32[4,3], size: 4}",
      "Map(2) {"x" → Tensor float32[4,3], 1 → null}",
      "Set(2) {1, 2}",
      "Float32Array(6) [0, 0.5, 1, 2, 3, …]",
      "{loud: …}",
      null,
      null,
      "(0) []",
      "(1000) [0, 1, 2, 3, 4, …]",
      "{}",
    ]
  `);
});
