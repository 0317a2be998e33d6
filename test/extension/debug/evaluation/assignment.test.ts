import { expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";
import { stopIn, variables, watch } from "../tensors/tensorProgram.js";

it("sets variables, members and expressions, also in TypeScript, and constants too", async () => {
  const { launch, main } = program(`class Box { #secret = 1; read() { return this.#secret; } }
const outside = 1;
function show(scale: number) {
  const [point, items, box]: [{ x: number; y?: number }, number[], Box] = [{ x: 1 }, [1, 2, 3], new Box()];
  const [map, set] = [new Map<unknown, unknown>([["a", 1], [2, "two"], [point, 3]]), new Set(["a", "b", "c"])];
  const fixed = Object.freeze({ f: 1 });
  let label = "a";
  for (const inner of [5]) {
    console.log(label, outside, inner, box.read(), scale); // here
    console.log(label, outside, inner, box.read(), scale, map, set, items, point, fixed);
  }
}
show(2);
`);
  const client = DapClient.start();
  await client.launch(launch, { [main]: [{ line: 9 }] });
  const { frameId } = await client.stoppedAt();
  const local = (await client.scope(frameId, "Local"))?.variablesReference ?? 0;
  const module = (await client.scope(frameId, "Module"))?.variablesReference ?? 0;
  const set = async (variablesReference: number, name: string, value: string) =>
    (await client.request("setVariable", { variablesReference, name, value }))["value"] as unknown as string;
  const below = async (wanted: string) =>
    (await client.variables(local)).find(({ name }) => name === wanted)?.variablesReference ?? 0;

  expect(await set(local, "label", '("b" as string) + scale')).toBe('"b2"');
  expect([await set(local, "inner", "6"), await set(module, "outside", "7")]).toEqual(["6", "7"]);
  expect(await set(await below("point"), "x", "label.length * 4")).toBe("8");
  expect(await set(await below("items"), "1", "NaN")).toBe("NaN");
  expect(await set(await below("box"), "#secret", "9")).toBe("9");
  expect(await set(await below("map"), '"a"', "10")).toBe("10");
  expect(await set(await below("map"), "(2)", "20")).toBe("20");
  const pair = (await client.variables(await below("map"))).at(2)?.variablesReference ?? 0;
  expect(await set(pair, "value", "30")).toBe("30");
  expect(await set(await below("set"), "1", '"B"')).toBe('"B"');
  expect(
    await client.request("setExpression", { expression: "point.y!", value: "items.length", frameId }),
  ).toMatchObject({ value: "3" });
  expect(await client.evaluate("[label, inner, outside, point.x, point.y, items[1], box.read()].join()", frameId)).toBe(
    '"b2,6,7,8,3,NaN,9"',
  );
  expect(await client.evaluate("[[...map.values()], [...set]].join()", frameId)).toBe('"10,20,30,a,B,c"');

  const refused: readonly [number, string, string, string][] = [
    [local, "nobody", "1", "ReferenceError: nobody is not defined"],
    [await below("point"), "nobody", "1", "There is no variable `nobody` that could be set here."],
    [pair, "key", "1", "`key` is not a value that can be set."],
    [await below("fixed"), "f", "2", "Cannot assign to read only property"],
    [local, "label", " ", "There is no value. Give an expression"],
  ];
  for (const [reference, name, value, why] of refused) await expect(set(reference, name, value)).rejects.toThrow(why);
  await expect(client.request("setExpression", { expression: "1 + 1", value: "2", frameId })).rejects.toThrow(
    "SyntaxError",
  );
  await client.request("disconnect");
});

it("a parameter that is set stays the parameter and takes the values; a tensor never changes", async () => {
  const stop = await stopIn(`
    const v = tf.variable(tf.tensor1d([1, 2, 3])); const t = tf.tensor1d([1, 2, 3]); const raw = new Uint8Array(4);
    const same = [v, this.layer.weight];`);
  const set = async (expression: string, name: string, value: string) => {
    const { variablesReference } = await watch(stop, expression);
    return (await stop.client.request("setVariable", { variablesReference, name, value }))["value"];
  };
  expect(await set("this.layer", "weight", "this.layer.weight.mul(0)")).toBe(
    "Parameter float32[2,3] μ 0 σ 0 min 0 max 0",
  );
  expect(await set("this.layer", "bias", "[5, 7]")).toBe("Parameter float32[2] μ 6 σ 1 min 5 max 7");
  expect(await set("v", "[1]", "8")).toBe("8");
  await expect(set("t", "[1]", "8")).rejects.toThrow("`[1]` is a value of a tensor, which never changes.");
  await expect(set("t", "mean", "8")).rejects.toThrow("There is no variable `mean` that could be set here.");
  expect((await watch(stop, "[same[0] === v, same[1] === this.layer.weight, v.dataSync()[1]].join()")).result).toBe(
    '"true,true,8"',
  );

  const write = async (expression: string, bytes: readonly number[], more: object) => {
    const { memoryReference } = await watch(stop, expression);
    const data = Buffer.from(bytes).toString("base64");
    return stop.client.request("writeMemory", { memoryReference, data, ...more });
  };
  expect(await write("raw", [1, 2], { offset: 1 })).toEqual({ bytesWritten: 2 });
  expect(await write("raw", [7, 7, 7], { offset: 3, allowPartial: true })).toEqual({ bytesWritten: 1 });
  await expect(write("raw", [9, 9], { offset: 3 })).rejects.toThrow("there are 1 bytes at 3, and 2 were given");
  expect((await watch(stop, "raw")).result).toBe("Uint8Array(4) [0, 1, 2, 7]");
  expect(await write("v", [0, 0, 128, 63], { offset: 4 })).toEqual({ bytesWritten: 4 });
  expect((await variables(stop.client, (await watch(stop, "v")).variablesReference)).at(-3)?.value).toBe("1");
  await expect(write("t", [1], {})).rejects.toThrow("a tensor never changes");
  await stop.client.request("disconnect");
});
