import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { type Stop, stopIn, variables, watch } from "./tensors/tensorProgram.js";

const ODD = `
    class Box { #secret = tf.zeros([3]); name = "b"; get area() { return this.name.length; } }
    const [box, key] = [new Box(), { id: 1 }];
    const map = new Map<unknown, unknown>([["a", x], [key, 1], [2, "two"], [NaN, null], [10n, x]]);
    const set = new Set([x, "b"]);
    const odd = { "a-b": 1, [Symbol.iterator]: null, [Symbol("own")]: 2, frozen: Object.freeze({ f: 1 }) };
    const promises = [Promise.resolve(x), new Promise(() => {})];
    const functions = [function named(a: number) { return a; }, (n: number) => 2 * n, class Net {}, async function* () {}];
    const trapped = new Proxy({}, { ownKeys() { throw new Error("asked"); }, get() { throw new Error("asked"); } });
    const numbers = [255, -0, NaN, 255n, 0.5];
    const cube = tf.range(0, 8).reshape([2, 2, 2]), flags = tf.tensor1d([true, false], "bool");
    const long = Array.from({ length: 150 }, (_, i) => i);`;

it("each value says by which expression it is found again, however deep it lies", async () => {
  const stop = await stopIn(ODD);
  const wrong: string[] = [];
  let found = 0;
  const visit = async (list: readonly DebugProtocol.Variable[], depth: number): Promise<void> => {
    for (const { evaluateName, value, variablesReference, presentationHint, name } of list) {
      if (presentationHint?.lazy === true || presentationHint?.visibility === "internal") continue;
      if (evaluateName !== undefined) {
        found++;
        const again = await stop.client.evaluate(evaluateName, stop.frameId).catch(String);
        const own = name.startsWith("[") ? value.replace(/^\[/, "Tensor float32[") : value;
        if (again !== own && again.split("\n")[0] !== own) wrong.push(`${evaluateName} = ${again}, not ${own}`);
      }
      if (depth > 0) await visit(await variables(stop.client, variablesReference, { start: 0, count: 3 }), depth - 1);
    }
  };
  const names = ["box", "map", "set", "odd", "promises", "cube", "flags"];
  for (const name of names) await visit(await variables(stop.client, (await watch(stop, name)).variablesReference), 2);
  await visit(await below(stop, "box || key"), 1);
  expect([wrong, found > 40]).toEqual([[], true]);

  const named = async (expression: string) =>
    (await below(stop, expression)).map(({ name, evaluateName }) => `${name}: ${evaluateName}`);
  expect(await named("map")).toEqual([
    '"a": map.get("a")',
    "1: undefined",
    "(2): map.get(2)",
    "(NaN): map.get(NaN)",
    "(10): map.get(10n)",
  ]);
  expect((await named("cube")).filter((row) => row.startsWith("["))).toEqual([
    "[0]: cube.gather(0)",
    "[1]: cube.gather(1)",
  ]);
  expect((await named("odd")).slice(0, 4)).toEqual([
    'a-b: odd["a-b"]',
    "frozen: odd.frozen",
    "Symbol(Symbol.iterator): odd[Symbol.iterator]",
    "Symbol(own): undefined",
  ]);
  await stop.client.request("disconnect");
});

it("values of every kind read well; nothing of the program is called for it", async () => {
  const stop = await stopIn(ODD);
  const values = async (expression: string, more: object = {}) =>
    (await below(stop, expression, more)).slice(1).map(({ value }) => value);
  expect(await values("promises")).toEqual([
    "Promise {fulfilled: Tensor float32[5,3] μ 1 σ 0 min 1 max 1}",
    "Promise {pending}",
  ]);
  expect(await values("functions")).toEqual(["ƒ named(a)", "ƒ (n) => 2 * n", "class Net", "ƒ async *()"]);
  expect(await values("numbers")).toEqual(["255", "-0", "NaN", "255n", "0.5"]);
  expect(await values("numbers", { format: { hex: true } })).toEqual(["0xff", "-0", "NaN", "0xffn", "0.5"]);
  expect((await watch(stop, "trapped")).result).toBe("Proxy(Object)");
  const hints = (await below(stop, "box")).map(({ name, presentationHint }) => [name, presentationHint]);
  expect(hints.slice(0, 3)).toEqual([
    ["name", undefined],
    ["#secret", { visibility: "private" }],
    ["area", { lazy: true }],
  ]);
  expect((await below(stop, "odd.frozen"))[0]?.presentationHint).toEqual({ attributes: ["readOnly"] });
  await stop.client.request("disconnect");
});

it("gives all of a list to who asks for no page, and what there is of a page", async () => {
  const stop = await stopIn(ODD);
  const count = async (more: object) => (await below(stop, "long", more)).length;
  expect([await count({}), await count({ filter: "indexed", start: 0, count: 0 })]).toEqual([151, 150]);
  expect([
    await count({ filter: "indexed", start: 140, count: 100 }),
    await count({ filter: "indexed", start: 1_000, count: 100 }),
  ]).toEqual([10, 0]);
  const rest = (await below(stop, "new Float32Array(20_000)", { filter: "indexed" })).at(-1);
  expect(rest).toMatchObject({ name: "…", value: "10000 more, in pages (`start`, `count`)" });
  await stop.client.request("disconnect");
});

it("lines of tensors, layers and optimizers have no side effects, which other JavaScript debuggers allow none", async () => {
  const stop = await stopIn(
    "const [net, adam, line, own] = [new nn.Sequential(new nn.Linear(3, 2), new nn.ReLU()), new optim.Adam(this.parameters()), Symbol.for('debug.description'), Symbol.for('debug.properties')];",
  );
  const hover = (value: string) => stop.client.evaluate(`${value}[line]()`, stop.frameId, "hover");
  expect([
    await hover("x"),
    await hover("this.layer.weight"),
    await hover("net"),
    await hover("adam"),
    await hover("this"),
  ]).toEqual([
    '"Tensor float32[5,3]"',
    '"Parameter float32[2,3]"',
    '"Sequential[2] 8 params, train"',
    '"Adam lr 0.001, 2 parameters"',
    '"Net 8 params, train"',
  ]);
  expect(await stop.client.evaluate("x[own]().shape", stop.frameId, "hover")).toBe("(2) [5, 3]");
  await stop.client.request("disconnect");
});

async function below(stop: Stop, expression: string, more: object = {}): Promise<DebugProtocol.Variable[]> {
  return variables(stop.client, (await watch(stop, expression)).variablesReference, more);
}
