import { expect, test } from "vitest";
import { CombinedLoader, type CombinedMode } from "../../../runtime/data/combinedLoader.js";

const a = ["a0", "a1"];
const b = ["b0", "b1", "b2"];
const set = (values: readonly string[]) => new Set(values);

async function picture(mode: CombinedMode, loaders = { a: set(a), b: set(b) }): Promise<string[]> {
  const lines: string[] = [];
  for await (const [batch, batchIdx, dataloaderIdx] of new CombinedLoader(loaders, mode)) {
    lines.push(`${JSON.stringify(batch)} ${batchIdx} ${dataloaderIdx}`);
  }
  return lines;
}

test("min_size ends with the shortest loader", async () => {
  expect(await picture("min_size")).toEqual(['{"a":"a0","b":"b0"} 0 0', '{"a":"a1","b":"b1"} 1 0']);
});

test("max_size ends with the longest, and the others give null", async () => {
  expect((await picture("max_size")).at(-1)).toBe('{"a":null,"b":"b2"} 2 0');
});

test("max_size_cycle ends with the longest, and the others begin again", async () => {
  expect((await picture("max_size_cycle")).at(-1)).toBe('{"a":"a0","b":"b2"} 2 0');
});

test("sequential goes through one loader after the other", async () => {
  expect(await picture("sequential")).toEqual(['"a0" 0 0', '"a1" 1 0', '"b0" 0 1', '"b1" 1 1', '"b2" 2 1']);
});

test("a batch has the form of the collection", async () => {
  const loader = new CombinedLoader([set(a), { inner: [set(b)] }], "min_size");
  const [first] = [...(loader.batches() as Iterable<unknown>)];
  expect(first).toEqual(["a0", { inner: ["b0"] }]);
});

test("loaders may be asynchronous", async () => {
  async function* slow() {
    yield* b;
  }
  const loader = new CombinedLoader([set(a), { [Symbol.asyncIterator]: slow }], "max_size_cycle");
  const batches: unknown[] = [];
  for await (const [batch] of loader) batches.push(batch);
  expect(batches).toEqual([
    ["a0", "b0"],
    ["a1", "b1"],
    ["a0", "b2"],
  ]);
});

test.each<[CombinedMode, number]>([
  ["min_size", 2],
  ["max_size", 3],
  ["max_size_cycle", 3],
  ["sequential", 5],
])("%s has %i batches", (mode, length) => {
  expect(new CombinedLoader([set(a), set(b)], mode).length).toBe(length);
});

test("an unknown mode is refused", () => {
  expect(() => new CombinedLoader([], "longest" as CombinedMode)).toThrow(
    'CombinedLoader: the mode "longest" is not known. Choose `min_size`, `max_size_cycle`, `max_size` or `sequential`.',
  );
});
