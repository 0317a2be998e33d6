import { expect, it } from "vitest";
import { rows, rowsOf, scope, stopIn, variables, watch } from "./tensorProgram.js";

const text = ({ name, value }: { name: string; value: string }) => `${name} = ${value}`;

it("shows tensors of every kind as lines, NaN and Inf first", async () => {
  const stop = await stopIn(`
    const image = tf.range(0, 8).reshape([2, 2, 2]);
    const wrong = tf.tensor1d([NaN, NaN, Infinity]);
    const some = tf.tensor1d([NaN, 1, 3]);
    const flags = tf.tensor1d([true, false], "bool");
    const words = tf.tensor1d(["a", "b"]);
    const empty = tf.zeros([0, 3]);
    const scalar = tf.scalar(0.123);
    const gone = tf.zeros([4]); gone.dispose();
    const batch = [x, y];
    const named = new Map<string, unknown>([["x", x], ["n", 1]]);
    const raw = new Float32Array([0.1, 2]);
    const layer = this.layer;`);
  expect((await scope(stop, "Local")).map(text).slice(4)).toEqual([
    "image = Tensor float32[2,2,2] μ 3.5 σ 2.29 min 0 max 7",
    "wrong = Tensor float32[3] 2 NaN, 1 Inf",
    "some = Tensor float32[3] 1 NaN μ 2 σ 1 min 1 max 3",
    "flags = Tensor bool[2] 1 true, 1 false",
    'words = Tensor string[2] "a", "b"',
    "empty = Tensor float32[0,3] empty",
    "scalar = Tensor float32 0.123",
    "gone = Tensor float32[4] disposed",
    "batch = (2) [Tensor float32[5,3], Tensor int32[5]]",
    'named = Map(2) {"x" → Tensor float32[5,3], "n" → 1}',
    "raw = Float32Array(2) [0.10000000149011612, 2]",
    "layer = Linear(3 → 2) 8 params, train",
  ]);
  const { result } = await watch(stop, "image");
  expect(result).toBe("Tensor float32[2,2,2] μ 3.5 σ 2.29 min 0 max 7");
  for (const context of ["hover", "repl"])
    expect(await stop.client.evaluate("image", stop.frameId, context)).toBe(result);
  expect(await rowsOf(stop, "image")).toEqual([
    "shape = [2, 2, 2]",
    "dtype = float32",
    "mean = 3.5",
    "std = 2.291288",
    "min = 0",
    "max = 7",
    "size = 8 (32 B)",
    "[0] = [2,2] μ 1.5 σ 1.12 min 0 max 3",
    "[1] = [2,2] μ 5.5 σ 1.12 min 4 max 7",
    "… = its own fields",
  ]);
  const [slice] = (await variables(stop.client, (await watch(stop, "image")).variablesReference)).slice(-2);
  const [inner] = (await variables(stop.client, slice?.variablesReference ?? 0)).slice(-1);
  expect([inner?.name, inner?.value, await rows(stop, inner?.variablesReference ?? 0, { filter: "indexed" })]).toEqual([
    "[1]",
    "[2] μ 6.5 σ 0.5 min 6 max 7",
    ["[0] = 6", "[1] = 7"],
  ]);
  expect(await rowsOf(stop, "batch")).toEqual([
    "length = 2",
    "0 = Tensor float32[5,3] μ 1 σ 0 min 1 max 1",
    "1 = Tensor int32[5] μ 0.4 σ 0.49 min 0 max 1",
  ]);
  expect(await rowsOf(stop, "named")).toEqual(['"x" = Tensor float32[5,3] μ 1 σ 0 min 1 max 1', '"n" = 1']);
  expect(await rowsOf(stop, "gone")).toEqual([
    "disposed = true",
    "shape = [4]",
    "dtype = float32",
    "size = 4 (16 B)",
    "… = its own fields",
  ]);
  await stop.client.request("disconnect");
});

it("shows a parameter with its gradient and what the running optimizer remembers of it, and a layer with its weights", async () => {
  const stop = await stopIn("", "2");
  const parameter = (await rowsOf(stop, "this.layer.weight")).map((row) => row.replace(/μ .*/, "μ …"));
  expect(parameter.filter((row) => !/^(mean|std|min|max|\[)/.test(row))).toEqual([
    "shape = [2, 3]",
    "dtype = float32",
    "size = 6 (24 B)",
    "name = layer.weight",
    "requiresGrad = true",
    "grad = Tensor float32[2,3] μ …",
    "Adam = lr 0.1, step, expAvg, expAvgSq",
    "… = its own fields",
  ]);
  const adam = (await variables(stop.client, (await watch(stop, "this.layer.weight")).variablesReference)).find(
    ({ name }) => name === "Adam",
  );
  const slots = await rows(stop, adam?.variablesReference ?? 0);
  expect(slots.map((row) => row.replace(/μ .*/, "μ …"))).toEqual([
    "step = 1",
    "expAvg = Tensor float32[2,3] μ …",
    "expAvgSq = Tensor float32[2,3] μ …",
  ]);
  expect((await rowsOf(stop, "this.layer")).map((row) => row.replace(/μ .*/, "μ …"))).toEqual([
    "(parameters) = 8 trainable, 0 frozen",
    "(mode) = train",
    "inFeatures = 3",
    "outFeatures = 2",
    "weight = Parameter float32[2,3] μ …",
    "bias = Parameter float32[2] μ …",
    "… = its own fields",
  ]);
  expect((await scope(stop, "this")).map(({ name, evaluateName }) => `${name}: ${evaluateName}`)).toContain(
    "layer: this.layer",
  );
  await stop.client.request("disconnect");
});

it("what is looked at leaves no tensors, not even in the middle of a gradient", async () => {
  const lines = "const large = tf.ones([2200000]); const t = (globalThis as any).countTensors();";
  const stop = await stopIn(lines, "2");
  const count = async (at: typeof stop) => Number(await at.client.evaluate("t", at.frameId));
  const before = await count(stop);
  for (const name of ["Local", "this", "Trainer"]) {
    for (const { variablesReference } of await scope(stop, name))
      if (variablesReference > 0) await rows(stop, variablesReference);
  }
  for (let i = 0; i < 3; i++) await watch(stop, "x.mul(2).sum().add(this.layer.weight.mean())");
  expect((await watch(stop, "large")).result).toContain("(of 65 536 in 2 200 000 values)");
  const next = await stop.next();
  expect(await count(next)).toBe(before);
  await next.client.request("disconnect");
});

it("long arrays, typed arrays, maps and tensors come in pages, at once", async () => {
  const stop = await stopIn(`
    const list = Array.from({ length: 1000 }, (_, i) => i * i);
    const typed = new Float32Array(4_000_000).fill(0.1);
    const map = new Map(Array.from({ length: 300 }, (_, i) => [{ i }, i]));
    const long = tf.range(0, 100_000);`);
  const shown = await Promise.all(["list", "typed", "map", "long"].map((name) => watch(stop, name)));
  expect(shown.map(({ result, indexedVariables }) => [result, indexedVariables])).toEqual([
    ["(1000) [0, 1, 4, 9, 16, …]", 1000],
    [expect.stringContaining("Float32Array(4000000) [0.1"), 4_000_000],
    ["Map(300) {{…} → 0, {…} → 1, {…} → 2, {…} → 3, {…} → 4, …}", 300],
    ["Tensor float32[100000] μ 50000 σ 28868 min 0 max 99999", 100_000],
  ]);
  const page = async (index: number, start: number, count: number) =>
    rows(stop, shown[index]?.variablesReference ?? 0, { filter: "indexed", start, count });
  expect(await page(0, 998, 100)).toEqual(["998 = 996004", "999 = 998001"]);
  expect(await page(1, 3_999_999, 1)).toEqual(["3999999 = 0.1"]);
  expect(await page(2, 299, 1)).toEqual(["299 = {key: {…}, value: 299}"]);
  expect(await page(3, 50_000, 2)).toEqual(["[50000] = 50000", "[50001] = 50001"]);
  const named = await rows(stop, shown[1]?.variablesReference ?? 0, { filter: "named" });
  expect(named.map((row) => row.replace(/ .*/, ""))).toEqual(["length", "buffer", "byteOffset", "byteLength"]);
  await stop.client.request("disconnect");
});

it("a getter is shown when it is asked for; private fields and prototypes are there", async () => {
  const stop = await stopIn(`
    class Counter { #count = 1; get count() { return ++this.#count; } own = [x]; }
    const counter = new Counter();
    const getter = { get double() { return 2 * batchIdx; } };`);
  const own = await rowsOf(stop, "getter");
  expect(own.slice(0, 1)).toEqual(["double = (…)"]);
  const [lazy] = await variables(stop.client, (await watch(stop, "getter")).variablesReference);
  expect(lazy?.presentationHint?.lazy).toBe(true);
  expect(await rows(stop, lazy?.variablesReference ?? 0)).toEqual(["double = 0"]);
  const fields = await variables(stop.client, (await watch(stop, "counter")).variablesReference);
  expect(fields.map(text)).toEqual([
    "own = (1) [Tensor float32[5,3]]",
    "#count = 1",
    "count = (…)",
    expect.stringContaining("[[Prototype]] = "),
  ]);
  expect(fields.map(({ evaluateName }) => evaluateName)).toEqual([
    "counter.own",
    "counter.#count",
    "counter.count",
    undefined,
  ]);
  expect(await rows(stop, fields[2]?.variablesReference ?? 0)).toEqual(["count = 2"]);
  await stop.client.request("disconnect");
});

it("the bytes of tensors and typed arrays can be read, a page at a time", async () => {
  const stop = await stopIn('const t = tf.tensor1d([1, 2, 3], "int32"); const a = new Uint8Array([1, 2, 3, 4]);');
  const read = async (expression: string, offset: number, count: number) => {
    const { memoryReference } = await watch(stop, expression);
    const { data, unreadableBytes } = await stop.client.request("readMemory", { memoryReference, offset, count });
    return [[...Buffer.from(String(data), "base64")], unreadableBytes];
  };
  expect(await read("t", 4, 4)).toEqual([[2, 0, 0, 0], undefined]);
  expect(await read("t", 8, 100)).toEqual([[3, 0, 0, 0], 96]);
  expect(await read("a", 1, 2)).toEqual([[2, 3], undefined]);
  expect(await read("a.buffer", 3, 2)).toEqual([[4], 1]);
  await stop.client.request("disconnect");
});

it("a view of a tensor gets its statistics, blocks and JSON; what it cannot have is refused with why", async () => {
  const stop = await stopIn("const t = tf.range(0, 6).reshape([2, 3]);");
  const { variablesReference } = await watch(stop, "t");
  const info = await stop.client.request("lightning.tensor", { variablesReference });
  expect(info).toMatchObject({ dtype: "float32", shape: [2, 3], statistics: { mean: 2.5, nan: 0 } });
  const block = await stop.client.request("lightning.tensorBlock", { variablesReference, begin: [0, 1], size: [2, 1] });
  expect([...new Float32Array(Uint8Array.from(Buffer.from(String(block["data"]), "base64")).buffer)]).toEqual([1, 4]);
  expect(await stop.client.request("lightning.tensorJson", { variablesReference })).toEqual({
    text: "[[0,1,2],\n[3,4,5]]",
  });
  await expect(
    stop.client.request("lightning.tensor", { variablesReference: (await watch(stop, "this")).variablesReference }),
  ).rejects.toThrow("This is no tensor, or one that was disposed.");
  await stop.next();
  await expect(stop.client.request("lightning.tensor", { variablesReference })).rejects.toThrow(
    "The program has gone on since this value was shown. Look at it again.",
  );
  await stop.client.request("disconnect");
});
