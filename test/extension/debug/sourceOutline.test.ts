import { expect, it } from "vitest";
import { sourceOutline } from "../../../extension/debug/sourceOutline.js";

const SOURCE = `#!/usr/bin/env node
class Net extends nn.Module {
  #p = 1;
  hook = async (x) => { return x; };
  trainingStep([x, y], i = { a: 1 }) {
    try { f(\`a\${ { a: 1 }.a }b\`); await this.load(x); } catch (error) { g(/}/); } finally { h(); }
    return [1].map((q) => { return q / 2 / 3; });
  }
  static async *[Symbol.iterator]() { yield "}"; }
  get size() { return 1; }
}
function report(v) { if (v) { w(); } for (const a of b) { try { c(); } finally {} } }
const tools = { m(x) { }, k: function () { }, async z() { } };
Net.prototype.forward = function (x) { };
var _A = class extends B { r() { } };
`;

it("finds the functions of a script by their names and owners, and the blocks in which exceptions are caught", () => {
  const { functions, guarded, awaitedGuarded, awaited } = sourceOutline(SOURCE);

  expect(functions.map(({ owner, name }) => `${owner ?? ""}.${name}`)).toEqual([
    "Net.hook",
    ".",
    "Net.trainingStep",
    "Net.",
    "Net.size",
    ".report",
    "tools.m",
    "tools.k",
    "tools.z",
    "Net.forward",
    "_A.r",
  ]);
  const step = functions.find(({ name }) => name === "trainingStep");
  expect(SOURCE.slice(step?.start, (step?.start ?? 0) + 10)).toBe("\n    try {");
  expect(guarded.map(({ start, end }) => SOURCE.slice(start, end))).toEqual([
    " f(`a${ { a: 1 }.a }b`); await this.load(x); ",
  ]);
  expect([...awaitedGuarded]).toEqual(["this", "load", "x"]);
  expect([...awaited]).toEqual(["load"]);
});

it("knows arrow functions without braces, and where they end", () => {
  const source = `const one = (a) => a + f(1, { b: 2 }), two = async (x) => (y) => [x, y];
class A { p = (x) => this.q(x)
  q() { this.r = (s) =>
    s in this
  } }
go((n) => n * 2)
last = (z) => z
next()`;
  const { functions: found } = sourceOutline(source);
  expect(
    found.map(({ name, owner, start, end }) => `${owner ?? ""}.${name}: ${source.slice(start, end).trim()}`),
  ).toEqual([
    ".one: a + f(1, { b: 2 })",
    ".two: (y) => [x, y]",
    ".: [x, y]",
    "A.p: this.q(x)",
    "A.r: s in this",
    "A.q: this.r = (s) =>\n    s in this",
    ".: n * 2",
    ".last: z",
  ]);
});

it("makes what it can of code that is broken", () => {
  expect(sourceOutline("function f() { try { ` ${ ").functions).toEqual([]);
  expect(sourceOutline("}}} function g() { } )").functions.map(({ name }) => name)).toEqual(["g"]);
});
