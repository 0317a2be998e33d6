import { describe, expect, it } from "vitest";
import { logParts, logTemplate } from "../../../../extension/debug/breakpoints/logMessage.js";
import { INSTALL_SUPPORT } from "../../../../extension/debug/program/debuggeeSupport.js";

new Function(INSTALL_SUPPORT)();

describe("a log message", () => {
  it.each([
    ["loss is {loss}", "loss is |loss|"],
    ["{ rows.map(({ id }) => { return id; }) }!", "| rows.map(({ id }) => { return id; }) |!"],
    ["{'}'} {`{${a}`} {/}/.test(a)} {a}}", "|'}'| |`{${a}`| |/}/.test(a)| |a|}"],
    ["it's {a}, isn't it", "it's |a|, isn't it"],
    ["{} { {a", "{} { {a"],
    ["\\{a\\} {a}", "\\{a\\} |a|"],
    ["{{ a }}", "|{ a }|"],
  ])("%s evaluates what stands in braces, whatever is in it", (message, expected) => {
    const parts = logParts(message).map(({ kind, text }) => (kind === "expression" ? `|${text}|` : text));
    expect(parts.join("")).toBe(expected);
  });

  it.each([
    ["a is {a}, `${a}` ${'$'}{a} \\{a\\} \\n {a}$", "a is 7, `$7` $$7 {a} \\n 7$"],
    ["first\nsecond\u2028 {{ a }} {[a].map((a) => { return a + 1; })[0]}", 'first\nsecond\u2028 {"a":7} 8'],
  ])("%j is printed in one line of code", (message, expected) => {
    const code = logTemplate(message);
    expect(code).not.toMatch(/[\n\r\u2028\u2029]/);
    expect(new Function("a", `return ${code};`)(7)).toBe(expected);
  });
});
