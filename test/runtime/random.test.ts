import { afterEach, expect, test, vi } from "vitest";
import { generator, RandomGenerator, seedEverything } from "../../runtime/random.js";

const { random } = Math;
afterEach(() => {
  Math.random = random;
});

test("a seed gives the same numbers, in [0, 1), and another seed others", () => {
  const draws = (seed: number) => Array.from({ length: 1000 }, new RandomGenerator(seed).random);
  const first = draws(1);
  expect(draws(1)).toEqual(first);
  expect(draws(2)).not.toEqual(first);
  expect(Math.min(...first)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...first)).toBeLessThan(1);
  expect(first.reduce((sum, value) => sum + value, 0) / 1000).toBeCloseTo(0.5, 1);
});

test("the numbers of a seed stay those of the first release", () => {
  const generator = new RandomGenerator(42);
  expect([generator.nextUint32(), generator.nextUint32(), generator.nextUint32()]).toEqual([
    1959603763, 2423114712, 2466933512,
  ]);
});

test("a permutation has every number once", () => {
  const order = new RandomGenerator(7).permutation(100);
  expect(order).not.toEqual([...order].sort((a, b) => a - b));
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test("a saved state goes on with the same numbers", () => {
  const one = new RandomGenerator(5);
  one.random();
  const other = new RandomGenerator(6);
  other.loadStateDict(JSON.parse(JSON.stringify(one.stateDict())));
  expect(other.permutation(10)).toEqual(one.permutation(10));
});

test("seedEverything seeds Math.random too, which tfjs draws from, and gives the seed", () => {
  vi.stubEnv("LIGHTNING_GLOBAL_SEED", undefined);
  expect(seedEverything(9)).toBe(9);
  const drawn = [Math.random(), generator.random()];
  seedEverything(9);
  expect([Math.random(), Math.random()]).toEqual(drawn);
  expect(process.env["LIGHTNING_GLOBAL_SEED"]).toBe("9");
  expect(seedEverything()).toBe(9);
});

test.each([-1, 1.5, 2 ** 32, Number.NaN])("seed %s is refused", (seed) => {
  expect(() => seedEverything(seed)).toThrow(`seedEverything(${seed}): a seed is a whole number from 0 to 4294967295.`);
});
