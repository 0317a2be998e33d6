import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import { expect, test, vi } from "vitest";
import { transpile } from "../../../runtime/loader/transpile.js";
import { withGuards } from "../../../runtime/loader/withGuards.js";
import { GUARDS_FIELD, type PlacedGuard } from "../../../runtime/protocol/guards.js";
import { root } from "../../experiment.js";
import { temporaryFolder } from "../temporaryFolder.js";

const SOURCE = `enum Stage { Fit, Test }
abstract class Net extends Object {
  lr: number = 0.1;
  last?: number;

  async step(batch: { n: number }, names: string[]): Promise<number> {
    "use me";
    if (batch.n > 3) return 3;
    else batch.n++;
    let later: number;
    const upper = names
      .map((name) => name.toUpperCase())
      .map((name) => {
        return name + name;
      });
    for (const name of names) this.lr += name.length;
    for (let i = 0; i < 3; i++) batch.n += i;
    while (batch.n > 99) batch.n--;
    switch (batch.n) {
      case 1:
        return 1;
      default:
        batch.n = 5;
    }
    const {
      n,
    } = batch;
    type Local = number;
    try {
      await Promise.resolve();
    } catch (error) {
      throw error;
    }
    later = n;
    return later + upper.length;
  }
}
const twice = (n: number) => n * 2;
function run(n: number) {
  return twice(n);
}
console.log(run(3), Stage.Fit, Net);
`;

/** A guard at every line of a source. */
function guardedEverywhere(source: string, code = "G;") {
  vi.stubEnv("LIGHTNING_CACHE", temporaryFolder());
  const file = "/experiment/model.ts";
  const wanted = source.split("\n").map((_, i) => ({ id: i + 1, file, line: i + 1, column: null, code }));
  const plain = transpile(file, source);
  const guarded = withGuards(plain, wanted);
  const map = JSON.parse(Buffer.from(guarded.split("base64,")[1] ?? "", "base64").toString()) as never;
  const placed = (map as { [GUARDS_FIELD]: PlacedGuard[] })[GUARDS_FIELD];
  return { plain, guarded, placed, trace: new TraceMap(map) };
}

test("a guard stands before each statement that V8 stops at once, and nowhere else; no line moves", () => {
  const { guarded, placed } = guardedEverywhere(SOURCE);
  // A guard whose line has no code of its own goes to the next one.
  const ofLine = new Set(placed.map(({ id }) => id));
  const shown = SOURCE.split("\n").map((line, i) => `${ofLine.has(i + 1) ? "G" : " "} ${line}`.trimEnd());
  expect(shown.join("\n")).toMatchInlineSnapshot(`
    "  enum Stage { Fit, Test }
      abstract class Net extends Object {
        lr: number = 0.1;
        last?: number;

        async step(batch: { n: number }, names: string[]): Promise<number> {
          "use me";
    G     if (batch.n > 3) return 3;
          else batch.n++;
          let later: number;
    G     const upper = names
            .map((name) => name.toUpperCase())
            .map((name) => {
    G         return name + name;
            });
          for (const name of names) this.lr += name.length;
    G     for (let i = 0; i < 3; i++) batch.n += i;
          while (batch.n > 99) batch.n--;
    G     switch (batch.n) {
            case 1:
    G         return 1;
            default:
    G         batch.n = 5;
          }
    G     const {
            n,
          } = batch;
          type Local = number;
          try {
    G       await Promise.resolve();
          } catch (error) {
    G       throw error;
          }
    G     later = n;
    G     return later + upper.length;
        }
      }
    G const twice = (n: number) => n * 2;
      function run(n: number) {
    G   return twice(n);
      }
    G console.log(run(3), Stage.Fit, Net);
    "
  `);
  expect(guarded.split("\n//#")[0]).toMatchInlineSnapshot(`
    "var Stage = /* @__PURE__ */ ((Stage2) => {
      Stage2[Stage2["Fit"] = 0] = "Fit";
      Stage2[Stage2["Test"] = 1] = "Test";
      return Stage2;
    })(Stage || {});
    class Net extends Object {
      lr = 0.1;
      last;
      async step(batch, names) {
        "use me";
        G; if (batch.n > 3) return 3;
        else batch.n++;
        let later;
        G; const upper = names.map((name) => name.toUpperCase()).map((name) => {
          G; return name + name;
        });
        for (const name of names) this.lr += name.length;
        G; for (let i = 0; i < 3; i++) batch.n += i;
        while (batch.n > 99) batch.n--;
        G; switch (batch.n) {
          case 1:
            G; return 1;
          default:
            G; batch.n = 5;
        }
        G; const {
          n
        } = batch;
        try {
          G; await Promise.resolve();
        } catch (error) {
          G; throw error;
        }
        G; later = n;
        G; return later + upper.length;
      }
    }
    G; const twice = (n) => n * 2;
    function run(n) {
      G; return twice(n);
    }
    G; console.log(run(3), 0 /* Fit */, Net);"
  `);
});

test("the map leads from a guard to its statement, and from the statement to itself", () => {
  const { guarded, placed, trace } = guardedEverywhere(SOURCE);
  const lines = guarded.split("\n");
  const line = SOURCE.split("\n").findIndex((text) => text.includes("return later")) + 1;
  const guard = placed.find(({ id }) => id === line);
  if (guard === undefined) throw new Error("There is no such guard.");

  const at = originalPositionFor(trace, { line: guard.line + 1, column: guard.column + 1 });
  expect([at.line, at.column]).toEqual([line, 4]);
  const behind = guard.column + guard.length;
  expect(lines[guard.line]?.slice(behind)).toBe("return later + upper.length;");
  for (const [column, sourceColumn] of [
    [behind, 4],
    [behind + 7, 11],
  ] as const)
    expect(originalPositionFor(trace, { line: guard.line + 1, column }).column).toBe(sourceColumn);
  expect(lines[guard.line]?.slice(guard.column, guard.column + guard.length)).toBe("G; ");
});

test("of two guards at one statement both stand there, in their order", () => {
  vi.stubEnv("LIGHTNING_CACHE", temporaryFolder());
  const file = "/experiment/main.ts";
  const guard = { file, line: 1, column: null };
  const code = withGuards(transpile(file, "let a = 1;\na++;\n"), [
    { ...guard, id: 1, code: "G1;" },
    { ...guard, id: 2, column: 1, code: "G2;" },
  ]);
  expect(code.split("\n//#")[0]).toBe("G1; G2; let a = 1;\na++;");
});

test("guards at every line of this project leave code that can be read, and whose other statements are the same", () => {
  const folder = join(root, "runtime", "trainer");
  const files = readdirSync(folder).filter((file) => file.endsWith(".ts"));
  expect(files.length).toBeGreaterThan(10);
  // As the loader has it: without a thread of its own.
  vi.stubEnv("ESBUILD_WORKER_THREADS", "0");
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const normal = (code: string) => transformSync(code.split("\n//#")[0] ?? "", { minifyWhitespace: true }).code;
  for (const file of files) {
    const { plain, guarded } = guardedEverywhere(readFileSync(join(folder, file), "utf8"), "GUARD(1);");
    expect(normal(guarded.replaceAll("GUARD(1); ", ""))).toBe(normal(plain));
    // A guard where it does not belong would become a part of another statement, or an error.
    const guards = normal(guarded).match(/(?<=^|[;{}:])GUARD\(1\);/g)?.length;
    expect(guards).toBe(guarded.split("\n//#")[0]?.match(/GUARD\(1\);/g)?.length);
  }
});
