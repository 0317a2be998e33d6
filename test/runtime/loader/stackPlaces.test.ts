import { join } from "node:path";
import { expect, test } from "vitest";
import { cacheFolder } from "../../../runtime/cacheFolder.js";
import { originalPlace, parseFrame } from "../../../runtime/loader/stackPlaces.js";
import { packageFolder } from "../../../runtime/packageFolder.js";

test.each([
  ["    at Net.trainingStep (file:///home/a%20b/model.ts:12:5)", { file: "/home/a b/model.ts", line: 12, column: 5 }],
  ["    at async main (/home/main.ts:3:1)", { file: "/home/main.ts", line: 3, column: 1 }],
  ["    at /home/main.ts:3:1", { file: "/home/main.ts", line: 3, column: 1 }],
  ["    at file:///home/main.ts?v=2:3:1", { file: "/home/main.ts", line: 3, column: 1 }],
  ["    at Array.map (<anonymous>)", null],
  ["RangeError: too far", null],
])("%s", (line, place) => {
  expect(parseFrame(line)).toEqual(place);
});

test("the user's own place is the innermost one outside the runtime, the engine, Node and packages", () => {
  const stack = [
    "Error: no",
    `    at Linear.forward (${join(packageFolder(), "dist", "index.js")}:5:1)`,
    `    at kernel (${join(cacheFolder(), "tfjs", "index.js")}:5:1)`,
    "    at helper (/home/digits/node_modules/helper/index.js:5:1)",
    "    at process (node:internal/process:5:1)",
    "    at Net.trainingStep (/home/digits/model.ts:7:3)",
    "    at main (/home/digits/main.ts:1:1)",
  ].join("\n");
  expect(originalPlace(stack)).toEqual({ file: "/home/digits/model.ts", line: 7, column: 3 });
  expect(originalPlace("Error: no")).toBeNull();
});

test("a folder whose name begins like the runtime's is the user's", () => {
  expect(originalPlace(`    at f (${packageFolder()}-mine/main.ts:1:1)`)?.file).toBe(`${packageFolder()}-mine/main.ts`);
});
