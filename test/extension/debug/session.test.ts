import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { DapClient, NODE } from "./dapClient.js";
import { isAlive } from "./processes.js";
import { ENDLESS, program } from "./programs.js";

const LOOP = "let n: number = 0;\nfunction f(): void {\n  n++;\n  n++;\n}\nfor (let i = 0; i < 1000; i++) f();\n";

/** The processes that a program has said it is, one after the other. */
const pidsOf = (client: DapClient) => [...client.output.join("").matchAll(/up (\d+)/g)].map(([, pid]) => Number(pid));

describe("answers and events", () => {
  it("come in the order that the protocol wants: what a thread does next is told when the request is answered", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 3 }] });
    await client.stoppedAt();
    const begin = client.order.splice(0);

    for (let i = 0; i < 10; i++)
      for (const command of ["continue", "next", "stepOut"] as const) {
        await client.request(command, { threadId: 1 });
        await client.event("stopped");
      }
    const told = client.order.splice(0).filter((name) => name !== "breakpoint");
    await client.setBreakpoints(main, []);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    await client.request("disconnect");

    expect(begin.slice(0, 2)).toEqual(["<initialize>", "initialized"]);
    expect(begin.indexOf("<launch>")).toBeLessThan(begin.indexOf("stopped"));
    expect(new Set(told.join(" ").match(/\S+ stopped/g))).toEqual(
      new Set(["<continue> stopped", "<next> stopped", "<stepOut> stopped"]),
    );
    expect(client.order.slice(-3)).toEqual(["exited", "terminated", "<disconnect>"]);
  });

  it("count from 0 and have URIs when the client does", async () => {
    const { launch, main } = program(LOOP);
    const uri = pathToFileURL(main).href;
    const client = DapClient.start();
    await client.launch(
      launch,
      { [uri]: [{ line: 2 }] },
      { client: { linesStartAt1: false, columnsStartAt1: false, pathFormat: "uri" } },
    );
    await client.event("stopped");

    const [top] = await client.stack();
    expect([top?.name, top?.source?.path, top?.line, top?.column]).toEqual(["f", uri, 2, 2]);
    await client.request("disconnect");
  });
});

describe("a session", () => {
  it("goes on when something comes that is no message, or no proper request", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 3 }] });
    await client.stoppedAt();

    client.process.stdin?.write("Content-Length: 9\r\n\r\n{not JSON");
    await expect(client.request("toString")).rejects.toThrow("This debugger does not know the request `toString`.");
    await expect(client.request("next")).rejects.toThrow("There is no thread undefined.");
    await expect(client.request("setBreakpoints")).rejects.toThrow(
      "The arguments of `setBreakpoints` are not as the Debug Adapter Protocol says (",
    );
    client.problems.length = 0;

    expect((await client.go("next")).place).toBe("f main.ts:4");
    await client.request("disconnect");
  });

  it("may be launched again when a launch has failed, and waits for its configuration", async () => {
    const { launch, main } = program(LOOP);
    const client = DapClient.start();
    await client.initialize();
    await expect(client.request("launch", { program: "/no.ts" })).rejects.toThrow("There is no file /no.ts.");
    const launched = client.send("launch", { ...launch, runtimeExecutable: NODE }).response;
    await client.setBreakpoints(main, [{ line: 3 }]);
    await client.request("configurationDone");

    expect((await launched).success).toBe(true);
    expect((await client.stoppedAt()).place).toBe("f main.ts:3");
    await client.request("disconnect");
  });

  it("answers the launch when it is over before it was configured, and troubles nobody with that", async () => {
    const client = DapClient.start();
    await client.initialize();
    const launched = client.send("launch", { ...program(ENDLESS).launch, runtimeExecutable: NODE }).response;
    await client.request("disconnect");

    const { success, message, body } = await launched;
    expect([success, message, body.error.showUser]).toEqual([
      false,
      "The session was ended before the program had started.",
      false,
    ]);
  });

  it("restarts as often as it is asked to, one after the other, and leaves one program", async () => {
    const client = DapClient.start();
    await client.launch(program(ENDLESS).launch);
    await client.outputWith("up");

    await Promise.all([1, 2, 3].map(() => client.request("restart", {})));
    await expect.poll(() => pidsOf(client).filter(isAlive).length).toBe(1);
    await client.request("disconnect");

    expect(pidsOf(client).filter(isAlive)).toEqual([]);
    expect(client.order.filter((name) => name === "terminated")).toHaveLength(1);
  });

  it.each([
    ["it is terminated meanwhile", {}, "terminate", "The session was ended before the program had started."],
    ["it cannot be started again", { runtimeExecutable: "no-such-node" }, null, "`no-such-node` could not be started"],
  ])("ends when a restart ends the program and %s", async (_, attributes, command, message) => {
    const { launch } = program(ENDLESS);
    const client = DapClient.start();
    await client.launch(launch);
    await client.outputWith("up");

    const restarted = client.send("restart", { arguments: { ...launch, runtimeExecutable: NODE, ...attributes } });
    if (command !== null) await client.request(command);
    const { success, message: told } = await restarted.response;
    await client.event("terminated");
    await client.request("disconnect");

    expect([success, told]).toEqual([false, expect.stringContaining(message)]);
    expect(pidsOf(client).filter(isAlive)).toEqual([]);
  });
});
