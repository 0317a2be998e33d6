import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient } from "./dapClient.js";
import { program, training } from "./programs.js";

/** Tells how long a hit of line 5 takes, and whether a guard is compiled in there. */
const HOT = `interface Row { id: number }
function sum(n: number): number {
  let total = 0;
  for (let i = 0; i < n; i++) {
    total += i as number;
  }
  return total;
}
for (let i = 0; i < 5; i++) sum(200_000);
const begin = performance.now();
sum(2_000_000);
console.log("ns", ((performance.now() - begin) / 2_000_000) * 1e6);
console.log("guarded", /__lightningGuards/.test(sum.toString()));
`;

const LOOP = `let sum = 0;
const values: number[] = [];
for (let i = 0; i < 6; i++) {
  const square = i * i;
  values.push(square);
  sum += square;
}
debugger;
console.log("sum", sum, values.length);
`;

type Wanted = DebugProtocol.SourceBreakpoint[];

async function started(source: string, breakpoints: Wanted) {
  const { launch, main } = program(source);
  const client = DapClient.start();
  await client.launch(launch, { [main]: breakpoints });
  return { client, main };
}

describe("a condition that is compiled into the file", () => {
  it.each([
    ["condition", { condition: "total < (0 as number)" }],
    ["hit count", { hitCondition: "999999999" }],
    ["condition and log message", { condition: "i === -1", logMessage: "{i}" }],
  ])("costs less than a microsecond a hit: %s", async (_, options) => {
    const { client } = await started(HOT, [{ line: 5, ...options }]);
    await client.event("terminated");
    const output = client.output.join("");
    expect(output).toContain("guarded true");
    expect(Number(/ns ([\d.]+)/.exec(output)?.[1])).toBeLessThan(1000);
  });

  it("stops as a breakpoint at its line, and steps go on from the statement as if nothing was there", async () => {
    const { client } = await started(LOOP, [
      { line: 4, condition: "i === 2" },
      { line: 5, condition: "i === 4" },
    ]);
    const first = await client.stoppedAt();
    expect([first.reason, first.body.hitBreakpointIds, first.place]).toEqual([
      "breakpoint",
      [1],
      "(anonymous) main.ts:4",
    ]);
    expect(await client.evaluate("i", first.frameId)).toBe("2");
    const steps: string[] = [];
    for (let i = 0; i < 6; i++) {
      const { place, reason } = await client.go("next");
      steps.push(`${reason} ${place.split(":")[1]}`);
    }
    expect(steps).toEqual(["step 5", "step 6", "step 3", "step 3", "step 4", "step 5"].slice(0, steps.length));
    await client.request("disconnect");
  });

  it("is reported with the others at its place", async () => {
    const { client, main } = await started(LOOP, [{ line: 5, condition: "i === 2" }]);
    const first = await client.stoppedAt();
    const kept = await client.setBreakpoints(main, [{ line: 5, condition: "i === 2" }, { line: 5 }, { line: 6 }]);
    expect(kept.map(({ line, verified }) => [line, verified])).toEqual([
      [5, true],
      [5, true],
      [6, true],
    ]);
    expect((await client.go("continue")).place).toBe("(anonymous) main.ts:6");
    const third = await client.go("continue");
    expect([third.place, third.reason, third.body.hitBreakpointIds]).toEqual([
      "(anonymous) main.ts:5",
      "breakpoint",
      [2],
    ]);
    expect(first.body.hitBreakpointIds).toEqual([1]);
    await client.request("disconnect");
  });

  it("is gone when the editor removes it or changes it; the new one holds", async () => {
    const { client, main } = await started(LOOP, [
      { line: 4, condition: "i === 1" },
      { line: 6, logMessage: "square {square}" },
    ]);
    await client.stoppedAt();
    await client.setBreakpoints(main, [{ line: 4, condition: "i === 4" }]);

    const stop = await client.go("continue");
    expect(await client.evaluate("i", stop.frameId)).toBe("4");
    await client.setBreakpoints(main, []);
    expect((await client.go("continue")).place).toBe("(anonymous) main.ts:8");
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.join("")).toBe("square 0\nsum 55 6\n");
  });

  it("counts as false when it throws, is told once, and does not stop for its exception", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.launch(
      launch,
      { [main]: [{ line: 5, condition: "(undefined as any)[i > 3 ? 'a' : 'b'].c || i === 5" }] },
      { exceptions: { filters: ["caught", "userUnhandled", "uncaught"] } },
    );
    expect((await client.stoppedAt()).place).toBe("(anonymous) main.ts:8");
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.filter((text) => text.includes("cannot tell whether to stop"))).toHaveLength(1);
  });

  it("prints from its line, and after the debugger has gone no more", async () => {
    const { client } = await started(LOOP, [{ line: 5, logMessage: "at {i}", condition: "i > 3" }]);
    const output = await client.outputWith("at 4");
    expect([output.source?.name, output.line]).toEqual(["main.ts", 5]);
    await client.stoppedAt();
    await client.request("disconnect");
  });

  it("does not stop in what it calls", async () => {
    const source = `function even(n: number): boolean {
  return n % 2 === 0;
}
for (let i = 1; i < 4; i++) {
  const n = i;
  console.log(n);
}
`;
    const { client } = await started(source, [{ line: 5, condition: "even(i)" }, { line: 2 }]);
    const stop = await client.stoppedAt();
    expect([stop.place, await client.evaluate("i", stop.frameId)]).toEqual(["(anonymous) main.ts:5", "2"]);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.output.join("")).toBe("1\n2\n3\n");
  });

  it("is not seen by steps into its function, function breakpoints, step targets and restarted frames", async () => {
    const source = `function even(n: number): boolean {
  return n % 2 === 0;
}
function work(n: number): number {
  const next = n + 1;
  return next;
}
let sum = 0;
for (let i = 1; i < 4; i++) {
  sum += work(i) + work(i);
}
`;
    const { launch, main } = program(source);
    const client = DapClient.start();
    await client.launch(
      launch,
      {
        [main]: [
          { line: 5, condition: "even(n) && n > 9" },
          { line: 10, condition: "even(i)" },
        ],
      },
      { functionBreakpoints: [{ name: "work", condition: "n === 3" }] },
    );
    const stop = await client.stoppedAt();
    expect([stop.place, await client.evaluate("i", stop.frameId)]).toEqual(["(anonymous) main.ts:10", "2"]);
    const body = await client.request("stepInTargets", { frameId: stop.frameId });
    const labels = (body["targets"] as unknown as DebugProtocol.StepInTarget[]).map(({ label }) => label);
    expect(labels).toEqual(["work(…)", "work(…)"]);

    const inside = await client.go("stepIn");
    expect([inside.place, inside.reason]).toEqual(["work main.ts:5", "step"]);
    expect((await client.go("next")).place).toBe("work main.ts:6");
    const [frame] = await client.stack();
    await client.request("restartFrame", { frameId: frame?.id });
    expect((await client.stoppedAt()).place).toBe("work main.ts:5");

    const again = await client.go("continue");
    expect([again.place, again.reason]).toEqual(["work main.ts:5", "function breakpoint"]);
    await client.request("disconnect");
  });

  it("holds in a model's step, whose batch is there to be looked at", async () => {
    const { launch, file } = training();
    const client = DapClient.start();
    await client.launch(launch, {
      [file("model.ts")]: [{ line: 13, condition: "batchIdx === 2 && loss.shape.length < (1 as number)" }],
    });
    const stop = await client.stoppedAt();
    expect([stop.reason, stop.place]).toEqual(["breakpoint", "Net.trainingStep model.ts:13"]);
    expect(await client.evaluate("batchIdx", stop.frameId)).toBe("2");
    expect((await client.go("next")).place).toBe("Net.trainingStep model.ts:14");
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });
});
