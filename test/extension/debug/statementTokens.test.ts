import { expect, test } from "vitest";
import { statementTokens } from "../../../extension/debug/statementTokens.js";
import { tokens } from "../../../runtime/protocol/sourceTokens.js";

test.each([
  ["a(); |b(\n  c,\n); d();", "b ( c , )"],
  ["if (|a(b)) { c(); }", "a ( b )"],
  ["|if (a) { b(); }", "if ( a )"],
  ["|const a = { b: c() }; d();", "const a = { b : c ( ) }"],
  ["|yield a", "yield a"],
  ["for (const a of |b()) {}", "b ( )"],
])("from a place to the end of its statement: %s", (code, rest) => {
  const at = code.indexOf("|");
  const found = statementTokens(tokens(code.replace("|", "")), at);
  expect(found.map(({ text }) => text).join(" ")).toBe(rest);
});
