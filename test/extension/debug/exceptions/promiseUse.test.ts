import { expect, test } from "vitest";
import { isAsyncFunction, promiseUse } from "../../../../extension/debug/exceptions/promiseUse.js";
import { tokens } from "../../../../runtime/protocol/sourceTokens.js";

test.each([
  ["await f(1);", "awaited"],
  ["const x = (await a.b[0].f(1)).c;", "awaited"],
  ["await Promise.all([f(1), 2]);", "awaited"],
  ["return f(1);", "returned"],
  ["items.map((x) => f(x));", "returned"],
  ["f(1).catch(() => {});", "handled"],
  ["this.a.f(1).then((x) => x).finally(g).catch(h);", "handled"],
  ["f(1).then(g, h);", "handled"],
  ["await Promise.allSettled([f(1)]);", "handled"],
  ["Promise.race([f(1)]).catch(g);", "handled"],
  ["f(1).then(g);", "dropped"],
  ["void f(1);", "dropped"],
  ["if (a) f(1);", "dropped"],
  ["f(1).catch(console.error);", "dropped"],
  ["f(1).catch((e) => { g(e); process.exit(1); });", "dropped"],
  ["const p = f(1);", "kept"],
  ["list.push(f(1));", "kept"],
])("of the promise of f in `%s`: it is %s", (code, use) => {
  const list = tokens(code);
  expect(
    promiseUse(
      list,
      list.findIndex(({ text }) => text === "f"),
    ),
  ).toBe(use);
});

test.each([
  ["async function f() {", true],
  ["async function* f(a, b) {", true],
  ["const f = async (a = g()) => {", true],
  ["const f = async a => ", true],
  ["class A { async f() {", true],
  ["class A { async *[Symbol.asyncIterator]() {", true],
  ["function f() {", false],
  ["await g(() => ", false],
  ["class A { f() {", false],
])("tells whether a function gives a promise: `%s`: %s", (code, isAsync) => {
  expect(isAsyncFunction(tokens(`${code}body`), code.length)).toBe(isAsync);
});
