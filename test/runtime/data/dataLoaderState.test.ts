import "../onCpu.js";
import { expect, test } from "vitest";
import { DataLoader, type DataLoaderOptions } from "../../../runtime/data/dataLoader.js";
import { generator, RandomGenerator, seedEverything } from "../../../runtime/random.js";

test("a new loader goes on with the rest of the pass, and with the passes after it, as the old one would have", () => {
  const old = loader({ generator: new RandomGenerator(1) });
  const begun = take(old, 2);
  const state = JSON.parse(JSON.stringify(old.stateDict()));
  const rest = [begun.more(), all(old), all(old)];
  const fresh = loader({ generator: new RandomGenerator(99) });
  fresh.loadStateDict(state);
  expect([all(fresh), all(fresh), all(fresh)]).toEqual(rest);
});

test("drawing from the process's generator leaves it as it was, which is the run's to restore", () => {
  seedEverything(5);
  const old = loader();
  const begun = take(old, 1);
  const state = old.stateDict();
  generator.random();
  const run = generator.stateDict();
  const rest = [begun.more(), all(old)];
  generator.loadStateDict(run);
  const fresh = loader();
  fresh.loadStateDict(state);
  expect([all(fresh), all(fresh)]).toEqual(rest);
});

test.each<[string, DataLoaderOptions<number>, number, object, readonly string[]]>([
  ["before the first pass", {}, 0, {}, ["0,1", "2,3", "4"]],
  ["in the middle of one", {}, 1, {}, ["2,3", "4"]],
  ["at its end", {}, 3, {}, ["0,1", "2,3", "4"]],
  ["at its end, where a last batch that is not full is left out", { dropLast: true }, 2, {}, ["0,1", "2,3"]],
  ["where no more of it is wanted", {}, 1, { isOver: true }, ["0,1", "2,3", "4"]],
  ["in a batch that is to be taken again", {}, 2, { isOpen: true }, ["2,3", "4"]],
])("where a loader goes on whose state was taken %s", (_title, options, batches, moment, rest) => {
  const old = loader({ shuffle: false, ...options });
  if (batches > 0) take(old, batches);
  const fresh = loader({ shuffle: false, ...options });
  fresh.loadStateDict(old.stateDict(moment));
  expect(all(fresh)).toEqual(rest);
});

/** Five samples in batches of two, as text. */
function loader(options: DataLoaderOptions<number> = {}): DataLoader<number> {
  const dataset = { length: 5, getItem: (i: number) => i };
  return new DataLoader(dataset, { batchSize: 2, shuffle: true, collateFn: (samples) => samples.join(), ...options });
}

function all(source: DataLoader<number>): unknown[] {
  return [...source];
}

function take(source: DataLoader<number>, batches: number): { more: () => unknown[] } {
  const pass = source[Symbol.iterator]();
  for (let i = 0; i < batches; i++) pass.next();
  return { more: () => [...pass] };
}
