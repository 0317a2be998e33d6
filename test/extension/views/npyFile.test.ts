import { expect, test } from "vitest";
import { npyHeader } from "../../../extension/views/npyFile.js";

test.each([
  ["float32", [2, 3], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"],
  ["bool", [4], "{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }"],
  ["complex64", [], "{'descr': '<c8', 'fortran_order': False, 'shape': (), }"],
])("the header of %s%j", (dtype, shape, text) => {
  const header = Buffer.from(npyHeader(dtype, shape) ?? []);
  expect([header.length % 64, header.subarray(10).toString("latin1").trim(), header.at(-1)]).toEqual([0, text, 10]);
});

test("strings have none", () => {
  expect(npyHeader("string", [1])).toBe(null);
});
