import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { Scripts, toGenerated } from "../../../extension/debug/scripts.js";
import { sourceMapOf } from "../../../extension/debug/sourceMap.js";
import { temporaryFolder } from "../../temporaryFolder.js";

const SOURCE = "interface A {}\n\nexport const a: number = 1;\n";
const { map } = transformSync(SOURCE, { loader: "ts", sourcemap: "external", sourcefile: "main.ts" });
const MAP = JSON.parse(map) as object;
const inUrl = (changes: object) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify({ ...MAP, ...changes })).toString("base64")}`;

type File = (name: string) => string;

/** A folder with sources of several names. */
function project(): File {
  const folder = temporaryFolder({ "src/main.ts": SOURCE, "src/a b.ts": SOURCE, "src/100%.ts": SOURCE });
  return (name) => join(folder, name);
}

describe("the sources of a source map are found", () => {
  it.each<[string, (file: File) => object, string | null]>([
    ["relative to the map", () => ({ sources: ["../src/main.ts"] }), "src/main.ts"],
    ["below `sourceRoot`", () => ({ sourceRoot: "../src/", sources: ["main.ts"] }), "src/main.ts"],
    ["below an absolute `sourceRoot`", (file) => ({ sourceRoot: file("src"), sources: ["main.ts"] }), "src/main.ts"],
    ["as an absolute path", (file) => ({ sources: [file("src/main.ts")] }), "src/main.ts"],
    ["as a URL", (file) => ({ sources: [pathToFileURL(file("src/a b.ts")).href] }), "src/a b.ts"],
    ["with what URLs encode", () => ({ sources: ["../src/a%20b.ts"] }), "src/a b.ts"],
    ["without what URLs encode", () => ({ sources: ["../src/100%.ts"] }), "src/100%.ts"],
    ["with Windows' separators", () => ({ sources: ["..\\src\\main.ts"] }), "src/main.ts"],
    ["as webpack names them", () => ({ sources: ["webpack://my-app/./src/main.ts?a1b2"] }), "src/main.ts"],
    ["as webpack names them without an app", () => ({ sources: ["webpack:///./src/main.ts"] }), "src/main.ts"],
    ["that are gone, by where they were", () => ({ sources: ["../gone/main.ts"] }), "gone/main.ts"],
    ["that are on another machine, as none", () => ({ sources: ["https://example.org/src/main.ts"] }), null],
    ["that a bundler made up, as none", () => ({ sources: ["webpack://my-app/webpack/bootstrap"] }), null],
  ])("%s", (_, changes, expected) => {
    const file = project();

    expect(sourceMapOf(file("dist/main.js"), inUrl(changes(file)))?.files).toEqual([
      expected === null ? null : file(expected),
    ]);
  });

  it("in maps of several sections", () => {
    const file = project();
    const sections = [{ offset: { line: 2, column: 0 }, map: { ...MAP, sources: ["../src/main.ts"] } }];
    const url = inUrl({ sources: undefined, mappings: undefined, sections });
    const script = new Scripts().add({
      scriptId: "1",
      url: pathToFileURL(file("dist/main.js")).href,
      sourceMapURL: url,
    });

    expect(toGenerated(script, 3, undefined, file("src/main.ts"))?.lineNumber).toBe(2);
  });

  it("of a map in a file whose name its URL encodes", () => {
    const at = temporaryFolder({ "a b.js.map": JSON.stringify({ ...MAP, sources: ["main.ts"] }) });

    expect(sourceMapOf(join(at, "a b.js"), "a%20b.js.map")?.files).toEqual([join(at, "main.ts")]);
  });

  it("nowhere when the map is broken or gone, so that the code itself is shown", () => {
    const file = project();

    expect(sourceMapOf(file("dist/main.js"), "data:application/json,{")).toBe(null);
    expect(sourceMapOf(file("dist/main.js"), "gone.js.map")).toBe(null);
    expect(sourceMapOf(file("dist/main.js"), "")).toBe(null);
  });
});
