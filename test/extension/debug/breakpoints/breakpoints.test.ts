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
      "a log message with braces of its own",
      { logMessage: "{[i].map((i) => { return { i }; })[0].i}\\{\\}", hitCondition: "2" },
      " | 1{}, sum 45",
    ],
    [
      "fields that were emptied, and a semicolon",
      { condition: "i >= 8;", hitCondition: " ", logMessage: "" },
      "8 9 | sum 45",
    ],
    ["a comment in its condition", { condition: "i === 4 // the fifth" }, "4 | sum 45"],
    [
      "a log message that throws",
      { logMessage: "{missing}", condition: "i > 7" },
      " | The log message `{missing}` with the condition `i > 7` cannot be printed: ReferenceError: missing is not defined, sum 45",
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
      { line: 5, condition: "await i" },
    ]);

    expect(set.map(({ verified, message }) => `${verified} ${message}`)).toEqual([
      "false Unexpected token ')' in `i >`.",
      "false The hit count `often` is not understood. Write a number, or one with a comparison: `5`, `>= 5`, `% 10`.",
      "false `await i` awaits something, but the program stands still while it is asked whether to stop. Write it without `await`.",
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

  it("knows private members with types, and the inner one of two variables of a name", async () => {
    const source = `class Net {
  #rate = 3;
  step(batch: number) {
    const scaled = [batch, batch + 1].map((batch) => {
      const twice = batch * 2;
      return twice;
    });
    return scaled.length * this.#rate;
  }
}
const batch = new Net();
batch.step(1);
batch.step(5);
`;
    const { launch, main } = program(source);
    const client = DapClient.start();
    await client.launch(launch, {
      [main]: [
        { line: 6, condition: "batch === 2 && twice === 4" },
        { line: 8, condition: "(this.#rate as number) > 2 && batch === 5" },
      ],
    });
    const first = await client.stoppedAt();
    expect([first.place, await client.locals(first.frameId)]).toEqual([
      "(anonymous) main.ts:6",
      ["batch = 2", "twice = 4"],
    ]);
    expect((await client.go("continue")).place).toBe("Net.step main.ts:8");
    await client.request("disconnect");
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

  it("is set in a class on which Node 20 and 22 would crash: with a computed name, and an arrow function over `this`", async () => {
    const { launch, main } = program(`class Batches {
  #left: number = 2;
  next = (): number => {
    return this.#left--;
  };
  *[Symbol.iterator](): Generator<number> {
    yield this.next();
  }
}
console.log(...new Batches());
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 4 }] });
    expect((await client.stoppedAt()).place).toMatch(/ main.ts:4$/);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.join("")).toBe("2\n");
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

  it("is found where functions are given to variables and properties, in braces or not", async () => {
    const source = `class Base {
  forward = (x: number) => x;
  size() { return 1; }
}
class Net extends Base {
  forward = (x: number) => super.size() + x;
  given: (x: number) => number;
  constructor() {
    super();
    this.given = (x) => x + 1;
  }
  static #made() { return new Net(); }
  static make = () => Net.#made();
  get rate() { return 2; }
}
const report = async (value: number) => {
  return value;
};
const tools = { deep: { twice: (n: number) => ({ n }) }, "of-all"() { return 3; } };
Net.prototype.size = function () { return 4; };
const net = Net.make();
net.forward(net.given(net.rate));
tools.deep.twice(tools["of-all"]());
await report(net.size());
`;
    const { launch } = program(source);
    const names = [
      "Net.forward",
      "given",
      "Net.constructor",
      "#made",
      "Net.make",
      "Net.get rate",
      "report",
      "twice",
      "tools.of-all",
      "Net.size",
    ];
    const client = DapClient.start();
    await client.launch(launch, {}, { functionBreakpoints: names.map((name) => ({ name })) });
    const ended = client.event("terminated").then(() => null);
    const hit: string[] = [];
    for (;;) {
      const stop = await Promise.race([client.stoppedAt(), ended]);
      if (stop === null) break;
      hit.push(`${names[(stop.body.hitBreakpointIds?.[0] ?? 0) - 1]} ${stop.place.split(":")[1]}`);
      await client.request("continue", { threadId: 1 });
    }
    expect(hit).toEqual([
      "Net.make 13",
      "#made 12",
      "Net.constructor 9",
      "Net.get rate 14",
      "given 10",
      "Net.forward 6",
      "tools.of-all 19",
      "twice 19",
      "Net.size 20",
      "report 17",
    ]);
  });
});
