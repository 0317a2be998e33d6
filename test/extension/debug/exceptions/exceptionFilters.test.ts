import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { MODEL, program, training } from "../programs.js";

type Info = DebugProtocol.ExceptionInfoResponse["body"];

/** A step that fails in different ways. */
const step = (body: string) => MODEL.replace("const logits", `${body}\n    const logits`);

/** Each stop of a program, as `reason: what, where`. */
async function stops(
  { launch }: ReturnType<typeof program>,
  exceptions: DebugProtocol.SetExceptionBreakpointsArguments,
): Promise<string[]> {
  const client = DapClient.start();
  await client.launch(launch, {}, { exceptions });
  const ended = client.event("terminated").then(() => null);
  const found: string[] = [];
  for (;;) {
    const stop = await Promise.race([client.stoppedAt(), ended]);
    if (stop === null) return found;
    const users = (await client.stack()).find(({ presentationHint }) => presentationHint === undefined);
    found.push(`${stop.body.description}: ${stop.body.text}, ${users?.name}:${users?.line}`);
    await client.request("continue", { threadId: 1 });
  }
}

describe("an exception that leaves the user's code", () => {
  const LEAVING = { filters: ["userUnhandled"] };

  it("stops where the user's own code throws it, though the Trainer catches it", async () => {
    const model = step('if (batchIdx === 1) throw new RangeError("no such batch");');
    expect(await stops(training(model), LEAVING)).toEqual([
      "Exception that leaves your code: RangeError: no such batch, Net.trainingStep:11",
    ]);
  });

  it("stops where the engine throws it on the user's behalf, once", async () => {
    const found = await stops(training(step("x.matMul(x);")), LEAVING);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^(Uncaught exception|Exception that leaves your code): .*inner shapes.*, Net\.trainingStep:11$/s,
    );
  });

  it("does not stop at one that the user's code catches, here or further out, now or after an await", async () => {
    const model = step(`try { x.matMul(x); } catch {}
    try { this.check(); } catch {}`).replace(
      "  configureOptimizers",
      '  check() {\n    [1].forEach(() => {\n      throw new Error("checked");\n    });\n  }\n\n  configureOptimizers',
    );
    const { launch } = training(model);
    expect(await stops({ launch } as never, LEAVING)).toEqual([]);
    const awaiting = program(`async function late() {
  await Promise.resolve();
  throw new Error("late");
}
try {
  await late();
} catch {}
`);
    expect(await stops(awaiting, LEAVING)).toEqual([]);
  });

  it("does not take a try around a function for one in it", async () => {
    const { launch } = program(`let later = () => {};
try {
  later = () => {
    throw new Error("later");
  };
} catch {}
later();
`);
    expect(await stops({ launch } as never, LEAVING)).toEqual(["Uncaught exception: Error: later, later:4"]);
  });

  it("does not stop at a rejection that the user's code takes care of, and does at one that is lost", async () => {
    const LATE = `async function late(when: string) {
  if (when === "late") await null;
  throw new Error(when);
}
`;
    const handled = program(`${LATE}const tick = () => new Promise((resolve) => setTimeout(resolve, 1));
late("late").catch(() => {});
late("now").then(() => 1, () => 2);
Promise.resolve(1).then(() => {
  throw new Error("in then");
}).finally(() => {}).catch(() => {});
new Promise(() => {
  throw new Error("in its function");
}).catch(() => {});
await Promise.allSettled(["late", "now"].map((when) => late(when)));
try {
  await Promise.all([late("late"), late("now")]);
} catch {}
try {
  await new Promise(() => {
    throw new Error("awaited");
  });
} catch {}
await tick();
`);
    expect(await stops(handled, LEAVING)).toEqual([]);
    // A handler that only tells of the error and ends the program takes care of nothing.
    const reported = program(`${LATE}late("late").catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
`);
    expect(await stops(reported, LEAVING)).toEqual(["Uncaught exception: Error: late, late:3"]);
    const lost = program(`${LATE}try {
  late("now");
} catch {}
`);
    expect(await stops(lost, LEAVING)).toEqual(["Uncaught exception: Error: now, late:3"]);
  });

  it("stops while stepping too", async () => {
    const { launch, file } = training(step("x.matMul(x);"));
    const client = DapClient.start();
    await client.launch(launch, { [file("model.ts")]: [{ line: 11 }] }, { exceptions: LEAVING });
    await client.stoppedAt();

    const stop = await client.go("next");

    expect(stop.reason).toBe("exception");
    await client.request("disconnect");
  });
});

describe("the other filters", () => {
  it("stop at caught exceptions, and at uncaught ones in the main program", async () => {
    const source = `const parse = (text: string) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
parse("{");
try {
  throw new TypeError("mine");
} catch {}
throw new Error("the end");
`;
    const caught = ["Exception: SyntaxError", "Exception: TypeError: mine, (anonymous):10"];
    const found = await stops(program(source), { filters: ["all"] });
    expect(found.map((line, i) => (i === 0 ? line.slice(0, 22) : line))).toEqual([
      ...caught,
      "Uncaught exception: Error: the end, (anonymous):12",
    ]);
    expect(await stops(program(source), { filters: ["uncaught"] })).toEqual([
      "Uncaught exception: Error: the end, (anonymous):12",
    ]);
  });

  it("take conditions, in TypeScript, and say what is wrong with one", async () => {
    const source = `for (const value of [1, 2, 3])
  try {
    throw new RangeError(String(value));
  } catch {}
`;
    const exceptions = {
      filters: [],
      filterOptions: [{ filterId: "all", condition: "(error as Error).message === String(value) && value > 1" }],
    };
    expect(await stops(program(source), exceptions)).toEqual([
      "Exception: RangeError: 2, (anonymous):3",
      "Exception: RangeError: 3, (anonymous):3",
    ]);

    const client = DapClient.start();
    await client.initialize();
    const { breakpoints } = await client.request("setExceptionBreakpoints", {
      filters: ["uncaught"],
      filterOptions: [{ filterId: "all", condition: "error." }, { filterId: "none" }],
    });
    expect(
      (breakpoints as unknown as DebugProtocol.Breakpoint[]).map(
        ({ verified, message }) => `${verified} ${message ?? ""}`,
      ),
    ).toEqual(["true ", "false Unexpected token ')' in `error.`.", "false There is no exception filter `none`."]);
  });

  it("say what was thrown", async () => {
    const { launch } = program(
      'function fail() {\n  throw new RangeError("too far", { cause: new Error("no map") });\n}\nfail();\n',
    );
    const client = DapClient.start();
    await client.launch(launch, {}, { exceptions: { filters: ["uncaught"] } });
    const stop = await client.stoppedAt();

    const info = await client.request("exceptionInfo", { threadId: 1 });

    expect(stop.body).toMatchObject({ reason: "exception", text: "RangeError: too far" });
    expect(info).toMatchObject({
      exceptionId: "RangeError",
      description: "RangeError: too far",
      breakMode: "unhandled",
      details: {
        message: "too far",
        typeName: "RangeError",
        innerException: [{ message: "no map", typeName: "Error" }],
      },
    });
    expect(String((info["details"] as unknown as { stackTrace: string }).stackTrace)).toContain("main.ts:2:9");
    await client.request("disconnect");
  });

  it("say it of whatever can be thrown", async () => {
    const { launch } = program(`class MyError extends Error {}
const thrown = [
  "text", null, undefined, 5, 10n, Symbol("s"), { code: 5 },
  new MyError("mine"), new DOMException("too late", "AbortError"), new AggregateError([new MyError("a"), "b"], "many"),
];
for (const value of thrown)
  try {
    throw value;
  } catch {}
throw "the end";
`);
    const client = DapClient.start();
    await client.launch(launch, {}, { exceptions: { filters: ["all", "uncaught"] } });
    const ended = client.event("terminated").then(() => null);
    const found: string[] = [];
    for (let stop = await client.stoppedAt(); stop !== null; ) {
      const info = (await client.request("exceptionInfo", { threadId: 1 })) as unknown as Info;
      const inner = (info.details?.innerException ?? []).map(({ typeName, message }) => ` < ${typeName} ${message}`);
      found.push(`${info.details?.typeName} | ${stop.body.text}${inner.join("")}`);
      const next = await Promise.race([client.go("continue"), ended]);
      if (next === null) break;
      stop = next;
    }
    expect(found).toEqual([
      "string | text",
      "null | null",
      "undefined | undefined",
      "number | 5",
      "bigint | 10n",
      "symbol | Symbol(s)",
      'Object | {"code":5}',
      "MyError | MyError: mine",
      "DOMException | AbortError: too late",
      "AggregateError | AggregateError: many < MyError a < string b",
      "string | the end",
    ]);
  });

  it("say that the thread did not stop at an exception when it did not", async () => {
    const { launch } = program("console.log(1);\n");
    const client = DapClient.start();
    await client.launch({ ...launch, stopOnEntry: true });
    await client.stoppedAt();
    await expect(client.request("exceptionInfo", { threadId: 1 })).rejects.toThrow(
      "The thread did not stop at an exception.",
    );
    await client.request("disconnect");
  });
});
