import "../onCpu.js";
import { expect, test } from "vitest";
import { DataLoader } from "../../../runtime/data/dataLoader.js";
import { Subset } from "../../../runtime/data/dataset.js";
import { RandomSampler, SequentialSampler } from "../../../runtime/data/samplers.js";
import { RandomGenerator, seedEverything } from "../../../runtime/random.js";

const numbers = { length: 7, getItem: (index: number) => index };
const collateFn = (samples: number[]) => samples.join(" ");

test("batches come in order, the last one as it is, or not at all", () => {
  const loader = new DataLoader(numbers, { batchSize: 3, collateFn });
  expect([[...loader], loader.length]).toEqual([["0 1 2", "3 4 5", "6"], 3]);
  const full = new DataLoader(numbers, { batchSize: 3, collateFn, dropLast: true });
  expect([[...full], full.length]).toEqual([["0 1 2", "3 4 5"], 2]);
});

test("a shuffled loader has another order in each pass, the same ones for the same seed", () => {
  const passes = () => {
    seedEverything(4);
    const loader = new DataLoader(numbers, { batchSize: 7, shuffle: true, collateFn });
    return [[...loader], [...loader]].flat();
  };
  const [first, second] = passes();
  expect(first).not.toBe(second);
  expect([first, second].map((pass) => pass?.toString().split(" ").sort().join(" "))).toEqual([
    "0 1 2 3 4 5 6",
    "0 1 2 3 4 5 6",
  ]);
  expect(passes()).toEqual([first, second]);
});

test("a generator of its own makes the order independent of everything else", () => {
  const order = (seed: number) => {
    seedEverything(seed);
    return [...new DataLoader(numbers, { shuffle: true, generator: new RandomGenerator(1), collateFn })].join(" ");
  };
  expect(order(1)).toBe(order(2));
});

test("a sampler decides the order", () => {
  const sampler = { length: 3, [Symbol.iterator]: () => [6, 0, 6][Symbol.iterator]() };
  expect([...new DataLoader(numbers, { batchSize: 2, sampler, collateFn })]).toEqual(["6 0", "6"]);
});

test("samplers visit every number once", () => {
  expect([...new SequentialSampler(3)]).toEqual([0, 1, 2]);
  expect([...new RandomSampler(5, new RandomGenerator(1))].sort()).toEqual([0, 1, 2, 3, 4]);
  expect([...new DataLoader(new Subset(numbers, [5, 3]), { batchSize: 2, collateFn })]).toEqual(["5 3"]);
});

test("settings that cannot be are refused", () => {
  expect(() => new DataLoader(numbers, { batchSize: 0 })).toThrow(
    "DataLoader: `batchSize` is 0; it must be a whole number of at least 1.",
  );
  expect(() => new DataLoader(numbers, { shuffle: true, sampler: new SequentialSampler(7) })).toThrow(
    "DataLoader: `sampler` and `shuffle` exclude each other: a sampler is an order already. Drop one of them.",
  );
});
