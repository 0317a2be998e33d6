import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program, training } from "../programs.js";

const LOOP = `interface Row { id: number; label?: string }
let sum = 0;
for (let i = 0; i < 10; i++) {
  const row = { id: i } as Row;
  sum += row.id;
}
console.log("sum", sum);
`;

/** The values of `i` at which the program stops with a breakpoint on line 5, and what it printed. */
async function stops(breakpoint: Omit<DebugProtocol.SourceBreakpoint, "line">): Promise<string> {
  const { launch, main } = program(LOOP);
  const client = DapClient.start();
  await client.launch(launch, { [main]: [{ line: 5, ...breakpoint }] });
  const ended = client.event("terminated").then(() => null);
  const at: string[] = [];
  for (;;) {
    const stop = await Promise.race([client.stoppedAt(), ended]);
    if (stop === null) return `${at.join(" ")} | ${client.output.join("").trim().split("\n").join(", ")}`;
    at.push(await client.evaluate("i", stop.frameId));
    await client.request("continue", { threadId: 1 });
  }
}

describe("a breakpoint", () => {
  it.each([
    ["a condition in TypeScript", { condition: "(row as Row).id! > 7" }, "8 9 | sum 45"],
    ["a hit count", { hitCondition: "3" }, "2 | sum 45"],
    ["== as a hit count", { hitCondition: "== 3" }, "2 | sum 45"],
    ["> as a hit count", { hitCondition: "> 8" }, "8 9 | sum 45"],
    [">= as a hit count", { hitCondition: ">= 9" }, "8 9 | sum 45"],
    ["% as a hit count", { hitCondition: "% 4" }, "3 7 | sum 45"],
    [
      "a condition and a hit count: hits count only where it holds",
      { condition: "i % 2 === 0", hitCondition: "2" },
      "2 | sum 45",
    ],
    [
      "a log message: it never stops",
      { logMessage: "{row.id} of {(row as Row).id! + 1}", hitCondition: "<= 2" },
      " | 0 of 1, 1 of 2, sum 45",
    ],
    [
      "a log message and a condition",
      { logMessage: "row {JSON.stringify(row)}", condition: "i === 3" },
      ' | row {"id":3}, sum 45',
    ],
    [
      "a condition that throws: it is told once, and does not stop",
      { condition: "missing.id > 0" },
      " | The breakpoint with `missing.id > 0` cannot tell whether to stop: ReferenceError: missing is not defined, sum 45",
    ],
  ])("stops as it should with %s", async (_, breakpoint, expected) => {
    expect(await stops(breakpoint)).toBe(expected);
  });

  it("says at once what is wrong with its condition or hit count", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.initialize();
    const begun = client.request("launch", { runtimeExecutable: process.execPath, ...launch });
    await client.event("initialized");

    const set = await client.setBreakpoints(main, [
      { line: 5, condition: "i >" },
      { line: 4, hitCondition: "often" },
    ]);

    expect(set.map(({ verified, message }) => `${verified} ${message}`)).toEqual([
      "false Unexpected token ')' in `i >`.",
      "false The hit count `often` is not understood. Write a number, or one with a comparison: `5`, `>= 5`, `% 10`.",
    ]);
    await client.request("configurationDone");
    await begun;
    await client.event("terminated");
  });

  it("keeps its number and its count when the editor sends others of its file", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.launch(launch, {
      [main]: [
        { line: 4, hitCondition: "2" },
        { line: 5, hitCondition: ">= 4" },
      ],
    });
    const first = await client.stoppedAt();
    expect([first.place, await client.evaluate("i", first.frameId)]).toEqual(["(anonymous) main.ts:4", "1"]);

    const [kept] = await client.setBreakpoints(main, [{ line: 5, hitCondition: ">= 4" }]);
    expect(kept).toMatchObject({ id: 2, verified: true, line: 5 });

    const next = await client.go("continue");
    expect([next.body.hitBreakpointIds, await client.evaluate("i", next.frameId)]).toEqual([[2], "3"]);
    await client.setBreakpoints(main, []);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });

  it("is set within a line; the places where it can be are told", async () => {
    const source = `function twice(n: number): number { return n * 2; }
const values: number[] = [1, 2].map((n) => twice(n)).filter((n) => n > 2);
console.log(values);
`;
    const { launch, main } = program(source);
    const client = DapClient.start();
    await client.launch({ ...launch, stopOnEntry: true });
    expect((await client.stoppedAt()).place).toBe("(anonymous) main.ts:2");

    const body = await client.request("breakpointLocations", { source: { path: main }, line: 2 });
    const places = body["breakpoints"] as unknown as DebugProtocol.BreakpointLocation[];
    const line = source.split("\n")[1] ?? "";
    expect(places.map(({ column = 1 }) => line.slice(column - 1))).toMatchInlineSnapshot(`
      [
        "[1, 2].map((n) => twice(n)).filter((n) => n > 2);",
        "map((n) => twice(n)).filter((n) => n > 2);",
        "twice(n)).filter((n) => n > 2);",
        ").filter((n) => n > 2);",
        "filter((n) => n > 2);",
        "n > 2);",
        ");",
      ]
    `);
    const column = line.indexOf("twice(n)") + 1;
    const [set] = await client.setBreakpoints(main, [{ line: 2, column }]);
    expect(set).toMatchObject({ verified: true, line: 2, column });

    const stop = await client.go("continue");
    expect([stop.reason, stop.place, await client.evaluate("n", stop.frameId)]).toEqual([
      "breakpoint",
      "(anonymous) main.ts:2",
      "1",
    ]);
    await client.request("disconnect");
  });

  it("moves to the next line with code, and is told to be there once the code is loaded", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.initialize();
    const begun = client.request("launch", { runtimeExecutable: process.execPath, ...launch });
    await client.event("initialized");
    const [pending] = await client.setBreakpoints(main, [{ line: 1 }]);
    expect(pending).toMatchObject({ id: 1, verified: false, line: 1 });
    await client.request("configurationDone");
    await begun;

    const { body } = await client.event("breakpoint");

    expect(body).toMatchObject({ reason: "changed", breakpoint: { id: 1, verified: true, line: 2 } });
    expect((await client.stoppedAt()).place).toBe("(anonymous) main.ts:2");
    await client.request("disconnect");
  });
});

describe("a function breakpoint", () => {
  it("stops in the function of its name in whatever class, once it is loaded; a class can be named too", async () => {
    const { launch } = training();
    const client = DapClient.start();
    await client.launch(
      launch,
      {},
      {
        functionBreakpoints: [
          { name: "trainingStep", condition: "batchIdx === 2" },
          { name: "Net.configureOptimizers" },
          { name: "Other.trainingStep" },
        ],
      },
    );

    const first = await client.stoppedAt();
    expect(`${first.reason} ${first.place}`).toBe("function breakpoint Net.configureOptimizers model.ts:18");
    const second = await client.go("continue");
    expect(`${second.reason} ${second.place}`).toBe("function breakpoint Net.trainingStep model.ts:11");
    expect(await client.evaluate("batchIdx", second.frameId)).toBe("2");

    await client.request("setFunctionBreakpoints", { breakpoints: [] });
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.join("")).toContain("trained");
  });

  it("is found where functions are given to variables and properties", async () => {
    const { launch } = program(
      "const report = async (value: number) => {\n  return value;\n};\nconst tools = {\n  twice: (n: number) => {\n    return n * 2;\n  },\n};\nawait report(tools.twice(2));\n",
    );
    const client = DapClient.start();
    await client.launch(launch, {}, { functionBreakpoints: [{ name: "report" }, { name: "tools.twice" }] });

    expect((await client.stoppedAt()).place).toBe("twice main.ts:6");
    expect((await client.go("continue")).place).toBe("report main.ts:2");
    await client.request("disconnect");
  });
});
