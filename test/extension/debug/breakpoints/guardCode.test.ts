import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { guardCode } from "../../../../extension/debug/breakpoints/guardCode.js";
import { GUARD_LIMIT } from "../../../../extension/debug/program/debuggeeSupport.js";

/** What a guard does at ten hits: `i` is printed where it would stop. */
function hits(options: Parameters<typeof guardCode>[1], slot = 1): string {
  const guard = guardCode(3, options);
  if (guard === null) return "no guard";
  const printed: string[] = [];
  const support = { failed: (_: number, text: string) => printed.push(`failed ${text}`), text: String };
  const globals = { [Symbol.for("lightning.debugger")]: support, __lightningGuards: [0, 0, 0, slot], printed };
  const code = guard.stopsAt === null ? guard.code : guard.code.replace("debugger;", "printed.push(i);");
  runInNewContext(`for (let i = 0; i < 10; i++) { ${code} }`, {
    ...globals,
    console: { log: (text: string) => printed.push(text) },
  });
  return printed.join(" ");
}

describe("a guard", () => {
  it.each([
    [{ condition: "i > 7" }, "8 9"],
    [{ hitCondition: "3" }, "2"],
    [{ hitCondition: "% 4" }, "3 7"],
    [{ condition: "i % 2 === 1", hitCondition: ">= 4" }, "7 9"],
    [{ condition: "i === 5, false || i === 6" }, "6"],
    [{ logMessage: "at {i}", condition: "i === 4" }, "at 4"],
    [{ logMessage: "{i}\n{`{${i}}`}", condition: "i === 4" }, "4\n{4}"],
    [{ condition: "i === 8 && gone" }, "failed The breakpoint with `i === 8 && gone` cannot tell whether to stop"],
    [
      { logMessage: "{gone}", condition: "i === 8" },
      "failed The log message `{gone}` with the condition `i === 8` cannot be printed",
    ],
  ])("does what %j says", (options, expected) => {
    expect(hits(options)).toBe(expected);
  });

  it("does nothing while it is off", () => {
    expect(hits({ condition: "true" }, 0)).toBe("");
  });

  it.each([
    {},
    { condition: "a &&\n b" },
    { condition: "await x" },
    { condition: "yield" },
    { condition: "arguments.length > 1" },
    { condition: "this.#secret" },
    { condition: "super.x" },
    { condition: "x // why" },
    { condition: "1) || (2", hitCondition: "1", logMessage: "{a\nb}" },
  ])("is none where it could break the file: %j", (options) => {
    expect(guardCode(3, options)).toBeNull();
  });

  it("is none for more breakpoints than there are slots", () => {
    expect(guardCode(GUARD_LIMIT, { condition: "true" })).toBeNull();
  });

  it("says where in it the program stops", () => {
    const { code = "", stopsAt = null } = guardCode(3, { condition: "x === 'debugger;'" }) ?? {};
    expect(code.slice(stopsAt ?? 0).startsWith("debugger; }")).toBe(true);
  });
});
