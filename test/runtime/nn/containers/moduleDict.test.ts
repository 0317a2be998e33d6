import "../../onCpu.js";
import { expect, test } from "vitest";
import { ModuleDict } from "../../../../runtime/nn/containers/moduleDict.js";
import { Linear } from "../../../../runtime/nn/linear.js";

test("names keep the order in which they were set, numbers too; one that is set again keeps its place", () => {
  const heads = new ModuleDict(
    new Map([
      ["10", new Linear(1, 1)],
      ["2", new Linear(1, 2)],
    ]),
  );
  heads.set("a", new Linear(1, 3)).set("10", new Linear(1, 4));
  expect([...heads].map(([name, head]) => `${name}: ${head}`)).toEqual([
    "10: Linear(1, 4)",
    "2: Linear(1, 2)",
    "a: Linear(1, 3)",
  ]);
  expect(Object.keys(heads.stateDict())[0]).toBe("10.weight");
});

test("a name that is not there is refused with those that are", () => {
  const heads = new ModuleDict({ digits: new Linear(1, 1), letters: new Linear(1, 1) });
  expect(() => heads.get("words")).toThrow('This ModuleDict has no module "words". It has: digits, letters.');
  expect(() => heads.set("a.b", new Linear(1, 1))).toThrow('"a.b" cannot be the name of a module');
});
