import { expect, test } from "vitest";
import { hasCrashingClass } from "../../../runtime/loader/crashingClasses.js";

test.each([
  [true, "class A { f = () => this.n; *[Symbol.iterator]() {} }"],
  [true, "class A { [Symbol.iterator]() {} private g = { h: (x: number) => { return this.n + x; } }; }"],
  [true, "const a = class extends B<C> { static n = 1; f = [1].map((x) => this.n + x); ['a']: number = 1 }"],
  [false, "class A { f = () => 1; *[Symbol.iterator]() {} }"],
  [false, "class A { f = () => this.n; g([a]: number[]) { [a] = [2]; } h = [1, 2]; }"],
  [false, "class A { f = () => this.n; }\nclass B { *[Symbol.iterator]() {} }"],
  [false, "const o = { [a]: () => this.n };"],
])("a debugger crashes old versions of Node on it: %s for %s", (crashes, source) => {
  expect(hasCrashingClass(source)).toBe(crashes);
});
