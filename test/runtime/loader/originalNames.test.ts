import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect, test, vi } from "vitest";
import { withOriginalNames } from "../../../runtime/loader/originalNames.js";
import { root } from "../../experiment.js";

// As the loader has it: without a thread of its own.
vi.stubEnv("ESBUILD_WORKER_THREADS", "0");
const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");

function transpiled(source: string, file = "/experiment/model.ts"): string {
  return transformSync(source, {
    loader: "ts",
    format: file.endsWith(".cts") ? "cjs" : "esm",
    target: "node20",
    sourcemap: "inline",
    sourcefile: file,
    tsconfigRaw: { compilerOptions: { target: "es2022", useDefineForClassFields: true } },
  }).code;
}

const withoutMap = (code: string) => code.split("\n//#")[0] ?? "";
const named = (source: string, file?: string) => withoutMap(withOriginalNames(transpiled(source, file)));

test("what shadows another name keeps its own", () => {
  const source = `const batch = 1, x2 = 3;
export function step({ id, value: v }: any, batch = 1) {
  const value = id;
  for (const value of [x2]) console.log(value, { value });
  return [batch].map((id) => { const x2 = id, value = class v {}; return [x2, value, (id: number) => id]; });
}
enum Stage { A = batch }
namespace Space { export const x = 1; export const f = (Space: number, x: number) => [Space, x]; }
`;
  expect(named(source)).toMatchInlineSnapshot(`
    "const batch = 1, x2 = 3;
    function step({ id, value: v }, batch = 1) {
      const value = id;
      for (const value of [x2]) console.log(value, { value: value });
      return [batch].map((id) => {
        const x2 = id, value = class v {
        };
        return [x2, value, (id) => id];
      });
    }
    var Stage = /* @__PURE__ */ ((Stage2) => {
      Stage2[Stage2["A"] = batch] = "A";
      return Stage2;
    })(Stage || {});
    var Space;
    ((Space2) => {
      Space2.x = 1;
      Space2.f = (Space3, x) => [Space3, x];
    })(Space || (Space = {}));
    export {
      step
    };"
  `);
});

test("a name stays where the transpiler's own would be taken for it", () => {
  expect(
    named("namespace A { export const x = 1; export const f = (A: number, A2: number) => x + A + A2; }"),
  ).toContain("(A3, A22) => A2.x + A3 + A22");
  expect(named("const lr = 1; class Net { @dec rate = lr; constructor(lr = 2) {} }")).toMatch(/constructor\(lr2 = 2\)/);
  expect(named("const f = (module: any) => import('node:fs');", "/model.cts")).toContain("(module2)");
});

test("places lead to where they are in the source", () => {
  const source = "const x = 1;\nconst f = (x: number) => [x, x + x];\n";
  const code = withOriginalNames(transpiled(source));
  const map = new TraceMap(Buffer.from(code.split("base64,")[1] ?? "", "base64").toString());
  const [, line = ""] = code.split("\n");
  expect(line).toBe("const f = (x) => [x, x + x];");
  const places = [...line.matchAll(/x/g)].map(
    ({ index }) => originalPositionFor(map, { line: 2, column: index }).column,
  );
  expect(places).toEqual([...(source.split("\n")[1] ?? "").matchAll(/x/g)].map(({ index }) => index));
});

test("all of this project means the same with its own names", () => {
  const meaning = (code: string) => transformSync(withoutMap(code), { minify: true, format: "esm" }).code;
  const folders = ["runtime/trainer", "extension/debug", "runtime/nn"].map((folder) => join(root, folder));
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(folder, file)),
  );
  let changed = 0;
  for (const file of files) {
    const code = transpiled(readFileSync(file, "utf8"), file);
    const restored = withOriginalNames(code);
    if (restored === code) continue;
    changed++;
    expect(meaning(restored)).toBe(meaning(code));
  }
  expect(changed).toBeGreaterThan(5);
});
