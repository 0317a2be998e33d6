import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient, NODE } from "../dapClient.js";
import { program, training } from "../programs.js";

const NESTED = `function inner(n: number): number {
  return n + 1;
}
function outer(a: number, b: number): number {
  return a * b;
}
function run(): number {
  const first = outer(
    inner(1),
    inner(2),
  );
  const second = first + 1;
  return second;
}
console.log(run());
`;

describe("stepping", () => {
  it("goes over, into and out of calls", async () => {
    const { launch, main } = program(NESTED);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 8 }] });
    await client.stoppedAt();

    const places = [
      (await client.go("stepIn")).place,
      (await client.go("stepOut")).place,
      (await client.go("next")).place,
      (await client.go("next")).place,
    ];

    expect(places).toEqual(["inner main.ts:2", "run main.ts:10", "run main.ts:12", "run main.ts:13"]);
    await client.request("disconnect");
  });

  it("ends where it should when something is completed and looked at just when it begins", async () => {
    const { launch, main } = program(`let total = 0;
for (let i = 0; i < 20; i++) {
  total += i;
}
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 3 }] });
    let stop = await client.stoppedAt();
    await client.setBreakpoints(main, []);
    const lines: string[] = [];
    for (let i = 0; i < 12; i++) {
      const { frameId } = stop;
      const asked = [
        client.request("completions", { frameId, text: "total.", column: 7 }),
        client.evaluate("total", frameId, "hover"),
        client.evaluate("total as number", frameId),
      ].map((answer) => answer.catch(() => undefined));
      [stop] = await Promise.all([client.go("next"), ...asked]);
      lines.push(stop.place.split(":")[1] ?? "");
    }
    expect(lines.join(" ")).toBe("2 2 3 2 2 3 2 2 3 2 2 3");
    await client.request("disconnect");
  });

  it("goes into the call that the user chooses", async () => {
    const { launch, main } = program(NESTED);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 8 }] });
    const { frameId } = await client.stoppedAt();

    const { targets } = await client.request("stepInTargets", { frameId });
    const found = targets as unknown as DebugProtocol.StepInTarget[];
    expect(found.map(({ label }) => label)).toEqual(["outer(…)", "inner(…)", "inner(…)"]);

    await client.request("stepIn", { threadId: 1, targetId: found[0]?.id });
    expect((await client.stoppedAt()).place).toBe("outer main.ts:5");
    await expect(client.request("stepIn", { threadId: 1, targetId: 99 })).rejects.toThrow(
      "There is no such call to step into any more. Ask for the targets again.",
    );
    await client.request("disconnect");
  });

  it("keeps to the user's code: from the end of a step to what of it comes next, into callbacks, past exceptions that are caught", async () => {
    const { launch, main } = program(`import { tf } from "lightning-runtime";
function attempt(): number {
  try {
    JSON.parse("{");
  } catch {}
  return 1;
}
const sum = tf.tidy(() => {
  const one = attempt();
  return tf.scalar(one).add(1);
});
console.log(sum.dataSync()[0]);
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 8 }] }, { exceptions: { filters: ["userUnhandled"] } });
    await client.stoppedAt();

    const places = [(await client.go("stepIn")).place];
    for (let i = 0; i < 3; i++) places.push((await client.go("next")).place);

    expect(places).toEqual([
      "(anonymous) main.ts:9",
      "(anonymous) main.ts:10",
      "(anonymous) main.ts:10",
      "(anonymous) main.ts:12",
    ]);
    await client.request("disconnect");
  });

  it("goes over an await, and from one training step on to the next", async () => {
    const { launch, main } = program(`async function load(n: number): Promise<number> {
  await Promise.resolve();
  return n;
}
const first = await load(1);
const second = await load(2);
console.log(first + second);
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 5 }] });
    await client.stoppedAt();
    expect([(await client.go("next")).place, (await client.go("next")).place]).toEqual([
      "(anonymous) main.ts:6",
      "(anonymous) main.ts:7",
    ]);
    await client.request("disconnect");

    const other = training();
    const trainer = DapClient.start();
    await trainer.launch(other.launch, { [other.file("model.ts")]: [{ line: 14, hitCondition: "1" }] });
    const { frameId } = await trainer.stoppedAt();
    expect(await trainer.evaluate("batchIdx", frameId)).toBe("0");
    let at = await trainer.go("next");
    for (let i = 0; i < 5 && !at.place.endsWith("model.ts:11"); i++) at = await trainer.go("next");
    expect([at.place, await trainer.evaluate("batchIdx", at.frameId)]).toEqual(["Net.trainingStep model.ts:11", "1"]);
    await trainer.request("disconnect");
  });

  it("goes from a yield to whoever gets the value, and from the end of the program out of it", async () => {
    const { launch, main } = program(`function* numbers() {
  yield 1;
  yield 2;
}
async function* later() {
  await null;
  yield 3;
}
const iterator = numbers();
const first = iterator.next();
console.log(first.value);
for await (const number of later()) {
  console.log(number);
}
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 2 }, { line: 7 }] });
    const places = [(await client.stoppedAt()).place, (await client.go("next")).place];
    places.push((await client.go("continue")).place, (await client.go("next")).place);

    expect(places).toEqual([
      "numbers main.ts:2",
      "(anonymous) main.ts:11",
      "later main.ts:7",
      "(anonymous) main.ts:13",
    ]);
    const ended = client.event("terminated").then(() => "ended");
    const places2: string[] = [];
    for (let at = ""; at !== "ended"; places2.push(at))
      at = await Promise.race([client.go("next").then(({ place }) => place), ended]);
    expect(places2).toEqual(["(anonymous) main.ts:12", "ended"]);
  });

  it("goes over an import that loads a module, to the line behind it", async () => {
    const { launch, main } = program(
      'const late = await import("./late.ts");\nconst value: number = late.value();\nconsole.log(value);\n',
      { "late.ts": "export function value(): number {\n  return 1;\n}\nexport const first = value();\n" },
    );
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 1 }] });
    await client.stoppedAt();

    expect((await client.go("next")).place).toBe("(anonymous) main.ts:2");
    expect((await client.go("stepIn")).place).toBe("value late.ts:2");
    await client.request("disconnect");
  });

  it("runs a function again from its first line, and says which it cannot", async () => {
    const { launch, main } = program(`let calls = 0;
function count(): number {
  calls++;
  return calls;
}
async function late(): Promise<number> {
  return count();
}
count();
await late();
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 4, hitCondition: "1" }, { line: 7 }] });
    const { frameId } = await client.stoppedAt();
    expect((await client.stack())[0]).toMatchObject({ name: "count", canRestart: true });

    await client.request("restartFrame", { frameId });
    const again = await client.stoppedAt();
    expect(`${again.reason} ${again.place}`).toBe("restart count main.ts:3");

    const inLate = await client.go("continue");
    expect(inLate.place).toBe("late main.ts:7");
    await expect(client.request("restartFrame", { frameId: inLate.frameId })).rejects.toThrow(
      "`late` cannot be restarted: V8 restarts no async function",
    );
    expect(await client.evaluate("calls", inLate.frameId)).toBe("2");
    await client.request("disconnect");
  });

  it("restarts nothing that would end the program: while an exception is on its way, and what makes private fields", async () => {
    const { launch, main } = program(`class Counter {
  #count = 0;
  constructor() {
    this.#count++;
  }
}
new Counter();
function fail() {
  throw new Error("failed");
}
try {
  fail();
} catch {}
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 4 }] }, { exceptions: { filters: ["all"] } });
    const inConstructor = await client.stoppedAt();
    await expect(client.request("restartFrame", { frameId: inConstructor.frameId })).rejects.toThrow(
      "nor can an object be given its private fields twice",
    );
    const atException = await client.go("continue");
    expect((await client.stack()).map(({ canRestart }) => canRestart)).not.toContain(true);
    await expect(client.request("restartFrame", { frameId: atException.frameId })).rejects.toThrow(
      "No function can be restarted while an exception is on its way.",
    );
    await client.request("disconnect");
  });

  it("stops at a debugger statement", async () => {
    const { launch } = program("const a = 1;\ndebugger;\nconsole.log(a);\n");
    const client = DapClient.start();
    await client.launch(launch);
    const stop = await client.stoppedAt();
    expect(`${stop.reason} ${stop.place}`).toBe("pause (anonymous) main.ts:2");
    await client.request("disconnect");
  });

  it("shows below a stack who awaits it, behind a line that says so", async () => {
    const { launch, main } = program(`async function inner(): Promise<number> {
  await Promise.resolve();
  return 1;
}
async function outer(): Promise<number> {
  return (await inner()) + 1;
}
console.log(await outer());
`);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 3 }] });
    await client.stoppedAt();

    const frames = (await client.stack()).filter(({ presentationHint }) => presentationHint !== "subtle");

    expect(
      frames.map(({ name, line, presentationHint }) => `${name} ${line} ${presentationHint ?? ""}`.trim()),
    ).toEqual(["inner 3", "await 0 label", "outer 6", "(anonymous) 8"]);
    expect(await client.evaluate("1 + 1", frames[2]?.id)).toBe("2");
    const page = await client.request("stackTrace", { threadId: 1, startFrame: 1, levels: 2 });
    expect(page["stackFrames"]).toEqual((await client.stack()).slice(1, 3));
    expect(Number(page["totalFrames"])).toBeGreaterThanOrEqual(frames.length);
    await client.request("disconnect");
  });

  it("hides what is not the user's: by justMyCode, and by the globs in skipFiles", async () => {
    const files = {
      "lib/tool.ts": "export function tool(f: () => number): number {\n  const value = f();\n  return value;\n}\n",
    };
    const main =
      'import { tool } from "./lib/tool.ts";\nconst value = tool(() => {\n  return 2;\n});\nconsole.log(value);\n';
    const stepped = async (attributes: object) => {
      const { launch, main: file } = program(main, files);
      const client = DapClient.start();
      await client.launch({ ...launch, ...attributes }, { [file]: [{ line: 2 }] });
      await client.stoppedAt();
      const { place } = await client.go("stepIn");
      const hints = (await client.stack())
        .slice(0, 3)
        .map(({ source }) => `${source?.name} ${source?.presentationHint ?? ""}`.trim());
      await client.request("disconnect");
      return [place, ...hints];
    };

    expect(await stepped({})).toEqual(["tool tool.ts:2", "tool.ts", "main.ts", expect.stringContaining("deemphasize")]);
    expect(await stepped({ skipFiles: ["**/lib/**"] })).toEqual([
      "(anonymous) main.ts:3",
      "main.ts",
      "tool.ts deemphasize",
      "main.ts",
    ]);
    expect(await stepped({ skipFiles: ["**/lib/*.ts", "!**/lib/tool.ts"] })).toEqual([
      "tool tool.ts:2",
      "tool.ts",
      "main.ts",
      expect.anything(),
    ]);
  });

  it("shows the code of others when justMyCode is off", async () => {
    const { launch, main } = program(
      'import { tf } from "lightning-runtime";\nconst s = tf.tidy(() => {\n  return tf.scalar(1);\n});\nconsole.log(s.rank);\n',
    );
    const client = DapClient.start();
    await client.launch({ ...launch, justMyCode: false }, { [main]: [{ line: 2 }] });
    await client.stoppedAt();

    await client.go("stepIn");
    const [top] = await client.stack();

    expect(top?.source?.path).toContain("node_modules");
    expect(top?.presentationHint).toBe(undefined);
    await client.request("disconnect");
  });

  it("pauses a program that runs, in the user's own code", async () => {
    const { launch } = program(
      "let n = 0;\nfunction tick(): void {\n  n += 1;\n}\nsetInterval(tick, 2);\nconsole.log('up');\n",
    );
    const client = DapClient.start();
    await client.launch(launch);
    await client.outputWith("up");
    for (let i = 0; i < 5; i++) {
      await client.request("pause", { threadId: 1 });
      const { reason, place } = await client.stoppedAt();
      expect(`${reason} ${place}`).toMatch(/^pause (Timeout\.)?tick main\.ts:[34]$/);
      await client.request("continue", { threadId: 1 });
    }
    await client.request("disconnect");
  });

  it("pauses a thread in which nothing runs where it waits", async () => {
    const { launch, main } = program(
      "setInterval(() => {}, 1 << 30);\nconsole.log('up');\nawait new Promise((resolve) => Object.assign(globalThis, { wake: resolve }));\nprocess.exit();\n",
    );
    const client = DapClient.start();
    await client.launch(launch);
    await client.outputWith("up");
    await client.request("pause", { threadId: 1 });
    const stop = await client.stoppedAt();
    const [top] = await client.stack();

    expect(stop.reason).toBe("pause");
    expect(top?.name).toBe("No code runs: the thread waits");
    expect(await client.evaluate("1 + 1", stop.frameId)).toBe("2");
    await client.evaluate("wake()", stop.frameId, "repl");
    await client.setBreakpoints(main, [{ line: 4 }]);
    expect((await client.go("continue")).place).toBe("(anonymous) main.ts:4");
    await client.request("disconnect");
  });

  it("says that a running program must be paused first", async () => {
    const { launch } = program("setInterval(() => {}, 1000);\nconsole.log('up');\n");
    const client = DapClient.start();
    await client.launch(launch);
    await client.outputWith("up");
    for (const [command, args] of [
      ["next", { threadId: 1 }],
      ["stackTrace", { threadId: 1 }],
      ["scopes", { frameId: 0 }],
    ] as const)
      await expect(client.request(command, args)).rejects.toThrow(
        "The program is running. Pause it, or set a breakpoint.",
      );
    await client.request("terminate");
    await client.event("terminated");
    expect(NODE).not.toBe("");
  });
});
