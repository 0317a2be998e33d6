import { expect, it } from "vitest";
import { globPattern } from "../../../extension/debug/globPattern.js";

it.each([
  ["<node_internals>/**", "node:internal/timers", "file:///a/node.js"],
  ["<node_internals>/internal/modules/**", "node:internal/modules/run_main", "node:events"],
  ["**/node_modules/**", "/a/node_modules/b/index.js", "/a/modules/b.js"],
  ["**/lib/*.js", "file:///a/lib/b.js", "file:///a/lib/c/b.js"],
  ["lib/?.ts", "/a/lib/b.ts", "/a/lib/bc.ts"],
  ["/a b/**/*.{ts,js}", "file:///a%20b/c/d.js", "/x/a b/c.ts"],
  ["!kept", "/a/!kept", "/a/kept"],
])("%s means %s, not %s", (glob, is, isNot) => {
  const pattern = new RegExp(globPattern(glob));
  expect([pattern.test(is), pattern.test(isNot)]).toEqual([true, false]);
});
