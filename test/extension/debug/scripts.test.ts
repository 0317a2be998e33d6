import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { expect, it } from "vitest";
import { Scripts, toGenerated, toSource } from "../../../extension/debug/scripts.js";

const SOURCE = `type Batch = [number, number];

enum Kind {
  Small,
}

function step([x]: Batch, kind: Kind = Kind.Small): number {
  const doubled: number = x * 2;

  return doubled + kind;
}
`;

it("leads from a line of TypeScript to the statement that was made from it, and back to the very line", () => {
  const script = scriptOf(SOURCE);

  for (const line of [8, 10]) expect(thereAndBack(script, line)).toBe(line);
});

it("moves a breakpoint on a line without code down to the next one with code", () => {
  const script = scriptOf(SOURCE);

  expect([thereAndBack(script, 1), thereAndBack(script, 9)]).toEqual([3, 10]);
});

it("takes a script that was not transpiled as it is", () => {
  const script = new Scripts().add({ scriptId: "1", url: pathToFileURL("/a/main.js").href, sourceMapURL: "" });

  expect(toGenerated(script, 7, 3)).toEqual({ lineNumber: 6, columnNumber: 2 });
  expect(toSource(script, { lineNumber: 6, columnNumber: 2 })).toEqual({ file: "/a/main.js", line: 7, column: 3 });
});

function thereAndBack(script: ReturnType<Scripts["add"]>, line: number): number | undefined {
  const place = toGenerated(script, line, undefined);
  return place === null ? undefined : toSource(script, place)?.line;
}

function scriptOf(source: string): ReturnType<Scripts["add"]> {
  const file = "/a folder/main.ts";
  const { code } = transformSync(source, { loader: "ts", sourcemap: "inline", sourcefile: file });
  const sourceMapURL = /sourceMappingURL=(.*)/.exec(code)?.[1] ?? "";
  return new Scripts().add({ scriptId: "1", url: pathToFileURL(file).href, sourceMapURL });
}
