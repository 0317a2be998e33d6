import { describe, expect, it, vi } from "vitest";
import type { BreakpointOptions } from "../../../../extension/debug/breakpoints/breakpoint.js";
import { breakpointCondition, hitTest } from "../../../../extension/debug/breakpoints/breakpointCondition.js";
import { INSTALL_SUPPORT } from "../../../../extension/debug/program/debuggeeSupport.js";

new Function(INSTALL_SUPPORT)();

describe("a breakpoint's condition", () => {
  it("is none for a plain breakpoint", () => {
    expect(breakpointCondition(1, {})).toBe(undefined);
  });

  it("stops where the condition holds; one that throws does not", () => {
    expect(stops({ condition: "i % 3 === 0" }, 7)).toEqual([0, 3, 6]);
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(stops({ condition: "nothing.like.it" }, 3)).toEqual([]);
    expect(vi.mocked(console.error).mock.calls).toEqual([
      ["The breakpoint with `nothing.like.it` cannot tell whether to stop: ReferenceError: nothing is not defined"],
    ]);
    vi.restoreAllMocks();
  });

  it("counts only the hits at which the condition holds", () => {
    expect(stops({ condition: "i >= 4", hitCondition: "2" }, 10)).toEqual([5]);
    expect(stops({ hitCondition: "% 3" }, 10)).toEqual([2, 5, 8]);
    expect(stops({ hitCondition: ">= 8" }, 10)).toEqual([7, 8, 9]);
  });

  it("prints a log message instead of stopping, and only where the condition holds", () => {
    const printed: string[] = [];

    expect(stops({ condition: "i > 0", logMessage: "i is {i}, `{i * 2}` $" }, 3, printed)).toEqual([]);
    expect(printed).toEqual(["i is 1, `2` $", "i is 2, `4` $"]);
  });

  it("refuses a hit count that is none", () => {
    expect(() => hitTest("often")).toThrow(
      "The hit count `often` is not understood. Write a number, or one with a comparison",
    );
  });
});

let nextId = 1;

/** The values of `i` at which the program would stop. */
function stops(options: BreakpointOptions, hits: number, printed: string[] = []): number[] {
  const expression = breakpointCondition(nextId++, options);
  const run = new Function("i", "console", `return ${expression};`) as (i: number, console: object) => boolean;
  return Array.from({ length: hits }, (_, i) => i).filter((i) => run(i, { log: (text: string) => printed.push(text) }));
}
