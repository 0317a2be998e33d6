import { format } from "node:util";
import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { nn, tf } from "../../../runtime/index.js";
import { debugApi } from "./debugApi.js";

/** The named rows of a value as text. */
function rows(value: unknown): Record<string, string> {
  const entries = Object.entries(debugApi.properties(value) ?? {});
  const texts = debugApi.descriptions(entries.map(([, row]) => row));
  return Object.fromEntries(entries.map(([name, row], i) => [name, texts[i]?.text ?? String(row)]));
}

function slices(value: unknown, start = 0, count = 100): (string | undefined)[] {
  return debugApi.descriptions(debugApi.slices(value, start, count)).map((description) => description?.text);
}

test("a tensor opens to its statistics over all values, and its slices by the first dimension", () => {
  const x = tf.tensor3d([
    [
      [1, 2],
      [3, Number.NaN],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ]);
  expect(rows(x)).toEqual({
    shape: "[2, 2, 2]",
    dtype: "float32",
    NaN: "1 of 8",
    mean: "4.571429",
    std: "2.441144",
    min: "1",
    max: "8",
    size: "8 (32 B)",
  });
  const [first] = debugApi.slices(x, 0, 1);
  expect([slices(x), slices(first), slices(debugApi.slices(first, 1, 1)[0])]).toEqual([
    ["[2,2] 1 NaN μ 2 σ 0.816 min 1 max 3", "[2,2] μ 6.5 σ 1.12 min 5 max 8"],
    ["[2] μ 1.5 σ 0.5 min 1 max 2", "[2] 1 NaN μ 3 σ 0 min 3 max 3"],
    ["3", "NaN"],
  ]);
  x.dispose();
});

test("slices come in pages, and values of any type as text", () => {
  const list = tf.range(0, 250);
  expect(slices(list, 100, 3)).toEqual(["100", "101", "102"]);
  expect(slices(list, 248, 100)).toEqual(["248", "249"]);
  expect(slices(tf.tensor1d([true, false], "bool"))).toEqual(["true", "false"]);
  expect(slices(tf.tensor1d(["a", "b"]))).toEqual(['"a"', '"b"']);
  expect(slices(tf.complex([1], [-0.5]))).toEqual(["1-0.5i"]);
  expect(slices(tf.scalar(1))).toEqual([]);
});

test("a disposed tensor opens to its shape", () => {
  const gone = tf.zeros([2]);
  gone.dispose();
  expect(rows(gone)).toEqual({ disposed: "true", shape: "[2]", dtype: "float32", size: "2 (8 B)" });
  expect([slices(gone), debugApi.tensor(gone), debugApi.block(gone, [0], [1]), debugApi.json(gone, 10)]).toEqual([
    [],
    null,
    null,
    null,
  ]);
});

test("a layer opens to its mode, its buffers and its own fields", () => {
  const layer = new nn.BatchNorm1d(2);
  expect(rows(layer)).toMatchInlineSnapshot(`
    {
      "(buffer) num_batches_tracked": "Variable int32 0",
      "(buffer) running_mean": "Variable float32[2] μ 0 σ 0 min 0 max 0",
      "(buffer) running_var": "Variable float32[2] μ 1 σ 0 min 1 max 1",
      "(mode)": "train",
      "(parameters)": "4 trainable, 0 frozen",
      "bias": "Parameter float32[2] μ 0 σ 0 min 0 max 0",
      "eps": "0.00001",
      "momentum": "0.1",
      "numFeatures": "2",
      "trackRunningStats": "true",
      "weight": "Parameter float32[2] μ 1 σ 0 min 1 max 1",
    }
  `);
  layer.dispose();
});

test("describing takes no part in a tape and leaves no tensors", () => {
  const layer = new nn.Linear(1, 1);
  const large = tf.ones([2_200_000, 1]);
  const before = tf.memory().numTensors;
  const tape = new Tape();
  tf.engine().startScope();
  tape.open();
  const loss = layer.forward(large).mean();
  const recorded = (tf.engine() as unknown as { state: { activeTape: unknown[] } }).state.activeTape.length;
  debugApi.beginStop();
  const [text] = debugApi.descriptions([large]);
  debugApi.properties(large);
  debugApi.slices(large, 0, 10);
  debugApi.endStop();
  expect(text?.text).toContain("of 65 536 in 2 200 000 values");
  expect((tf.engine() as unknown as { state: { activeTape: unknown[] } }).state.activeTape).toHaveLength(recorded);
  tape.backward(loss as tf.Tensor);
  tape.close();
  tf.engine().endScope();
  expect(layer.weight.grad?.dataSync()[0]).toBeCloseTo(1, 1);
  for (const parameter of layer.parameters()) parameter.zeroGrad();
  expect(tf.memory().numTensors).toBe(before);
  large.dispose();
  layer.dispose();
});

test("what is computed while the program stands goes with it, but for what the user gave a name or a variable", () => {
  const before = tf.memory().numTensors;
  tf.engine().startScope();
  debugApi.beginStop();
  const watched = tf.ones([2]);
  const given = debugApi.adopt({ x: tf.ones([2]).mul(2) });
  const kept = debugApi.keep([tf.ones([2])]);
  debugApi.endStop();
  expect([watched.isDisposed, given.x.isDisposed]).toEqual([true, false]);
  tf.engine().endScope();
  expect([given.x.isDisposed, kept[0]?.isDisposed]).toEqual([true, false]);
  tf.dispose(kept);
  expect(tf.memory().numTensors).toBe(before);
});

test("pages of bytes are those of memory", () => {
  const x = tf.tensor1d([1, 2, 3], "int32");
  expect([...debugApi.bytes(x, 4, 4)]).toEqual([2, 0, 0, 0]);
  expect(debugApi.bytes(x, 8, 100)).toHaveLength(4);
  expect(debugApi.bytes({}, 0, 4)).toHaveLength(0);
  x.dispose();
});

test("a view gets a histogram and blocks of any dimensions", () => {
  const x = tf.range(0, 24).reshape([2, 3, 4]);
  expect(debugApi.tensor(x)?.histogram.reduce((sum, count) => sum + count)).toBe(24);
  const block = (begin: number[], size: number[]) => {
    const { data } = debugApi.block(x, begin, size) as { data: string };
    return [...new Float32Array(Uint8Array.from(Buffer.from(data, "base64")).buffer)];
  };
  expect(block([1, 1, 0], [1, 2, 4])).toEqual([16, 17, 18, 19, 20, 21, 22, 23]);
  expect(block([0, 0, 3], [2, 3, 1])).toEqual([3, 7, 11, 15, 19, 23]);
  expect(block([1, 0, 0], [1, 3, 4])).toEqual([12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]);
  expect(block([0, 2, 1], [2, 1, 2])).toEqual([9, 10, 21, 22]);
  expect(block([0, 0, 0], [2, 0, 4])).toEqual([]);
  expect(debugApi.json(x.slice([0, 0, 0], [1, 2, 2]), 10)).toBe("[[[0,1],\n[4,5]]]");
  x.dispose();
});

test("other JavaScript debuggers get a line and rows that read no memory, but for getters", () => {
  const x = tf.tensor1d([1, 3]);
  const read = vi.spyOn(x, "dataSync");
  const methods = x as unknown as Readonly<Record<symbol, () => object>>;
  const line = methods[Symbol.for("debug.description")]?.call(x);
  const rows = methods[Symbol.for("debug.properties")]?.call(x) as Readonly<Record<string, unknown>>;
  expect([line, Object.keys(rows), read.mock.calls.length]).toEqual([
    "Tensor float32[2]",
    ["shape", "dtype", "size", "isDisposed", "tensor"],
    0,
  ]);
  expect(rows["statistics"]).toMatchObject({ mean: 2, std: 1, nan: 0 });
  x.dispose();
});

test("console.log prints a tensor as its line", () => {
  const x = tf.tensor1d([1, 3]);
  expect(format("%s and", "x", [x])).toBe("x and [ Tensor float32[2] μ 2 σ 1 min 1 max 3 ]");
  x.dispose();
  expect(format(x)).toBe("Tensor float32[2] disposed");
});
