import { createContext, runInContext } from "node:vm";
import { expect, it } from "vitest";
import { consoleProgram } from "../../../../extension/debug/evaluation/consoleProgram.js";

/** What a frame's evaluations give, one after the other; globals stay, as in the console. */
function typed(...inputs: readonly string[]): unknown[] {
  const context = createContext({ items: [16, 2, 3] });
  return inputs.map((input) => runInContext(consoleProgram(input), context) as unknown);
}

it("names that are declared stay", () => {
  expect(typed("let q = 3", "q + 1")).toEqual([3, 4]);
  expect(typed("const a = 1, b = 2", "a + b")).toEqual([undefined, 3]);
  expect(typed("let u; u = 4", "u")).toEqual([4, 4]);
  expect(typed("const [first, , third = 9] = items", "first + third")).toEqual([undefined, 19]);
  expect(typed("let { length, ...rest } = { length: 1, x: 2 }", "rest.x + length")).toEqual([undefined, 3]);
  expect(
    typed(
      "function twice(n) { const two = 2; return n * two; }\nclass Pair { a = twice(4); }\nnew Pair().a",
      "twice(5)",
    ),
  ).toEqual([8, 10]);
  expect(typed("const m = 1\nconst n = m\n  + 1\nn // two", "n")).toEqual([2, 2]);
});

it("statements that declare nothing are left as they are", () => {
  for (const code of ["if (items) { 1 } else { 2 }", "items.length", "'await'", "for (let i = 0; i < 2; i++) items;"])
    expect(consoleProgram(code)).toBe(code);
});

it("what awaits becomes a promise, and declares its names when it is done", async () => {
  const context = createContext({});
  const done = runInContext(
    consoleProgram("const late = await Promise.resolve(6); late + 1"),
    context,
  ) as Promise<unknown>;
  expect([await done, context["late"]]).toEqual([7, 6]);
});
