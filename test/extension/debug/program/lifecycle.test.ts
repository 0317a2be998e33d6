import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../../temporaryFolder.js";
import { ADAPTER, DapClient, NODE } from "../dapClient.js";
import { isAlive } from "../processes.js";
import { ENDLESS, program, training } from "../programs.js";

/** The process that a program says it is. */
const pidOf = async (client: DapClient) => Number(/up (\d+)/.exec((await client.outputWith("up")).output)?.[1]);

describe("a session", () => {
  it("starts the program again, with the breakpoints that it has by then", async () => {
    const { launch, file } = training();
    const client = DapClient.start();
    await client.launch(launch, { [file("model.ts")]: [{ line: 12, hitCondition: "2" }] });
    const first = await client.stoppedAt();
    const pid = Number(await client.evaluate("process.pid", first.frameId));
    await client.setBreakpoints(file("model.ts"), [{ line: 13, hitCondition: "3" }]);

    await client.request("restart");
    const second = await client.stoppedAt();

    expect(isAlive(pid)).toBe(false);
    expect([second.place, await client.evaluate("batchIdx", second.frameId)]).toEqual([
      "Net.trainingStep model.ts:13",
      "2",
    ]);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
    expect(client.unasked("exited")).toHaveLength(1);
  });

  it("starts the program again with other arguments", async () => {
    const { launch } = program(
      "console.log('arguments', process.argv.slice(2).join());\nsetInterval(() => {}, 1000);\n",
    );
    const client = DapClient.start();
    await client.launch({ ...launch, args: ["one"] });
    await client.outputWith("arguments one");
    await client.request("restart", { arguments: { ...launch, runtimeExecutable: NODE, args: ["two"] } });
    await client.outputWith("arguments two");
    await client.request("terminate");
    await client.event("terminated");
  });

  it("lets the program go on when it is disconnected without ending it", async () => {
    const { launch, main } = program(ENDLESS);
    const client = DapClient.start();
    await client.launch(launch, { [main]: [{ line: 3, hitCondition: "5" }] });
    const { frameId } = await client.stoppedAt();
    const pid = Number(await client.evaluate("process.pid", frameId));
    onTestFinished(() => {
      if (isAlive(pid)) process.kill(pid, "SIGKILL");
    });
    const adapterEnd = new Promise((resolve) => client.process.once("exit", resolve));

    await client.request("disconnect", { terminateDebuggee: false });
    await client.event("terminated");
    await adapterEnd;

    expect(isAlive(pid)).toBe(true);
  });

  it("ends the program when it is disconnected, and at once when that is asked twice", async () => {
    const stubborn = program(
      'process.on("SIGINT", () => console.log("no"));\nsetInterval(() => {}, 5);\nconsole.log("up", process.pid);\n',
    );
    const client = DapClient.start();
    await client.launch(stubborn.launch);
    const pid = await pidOf(client);
    await client.request("terminate");
    await client.outputWith("no");

    await client.request("disconnect", { terminateDebuggee: true });

    expect(isAlive(pid)).toBe(false);
  });

  it("tells of work that takes long, which the user may cut short", async () => {
    const stubborn = program(
      'process.on("SIGINT", () => console.log("no"));\nsetInterval(() => {}, 5);\nconsole.log("up", process.pid);\n',
    );
    const client = DapClient.start();
    await client.launch(stubborn.launch, {}, { client: { supportsProgressReporting: true } });
    const pid = await pidOf(client);
    await client.request("terminate");
    const { body } = await client.event("progressStart", ({ title }) => title === "Ending the program");
    expect(body).toMatchObject({ cancellable: true, message: "The batch is finished first." });

    await client.request("cancel", { progressId: body.progressId });

    await client.event("progressEnd", ({ progressId }) => progressId === body.progressId);
    await client.event("terminated");
    expect(isAlive(pid)).toBe(false);
  });

  it("runs a program without stops when it is not to be debugged", async () => {
    const { launch, file } = training();
    const client = DapClient.start();
    await client.launch({ ...launch, noDebug: true }, { [file("model.ts")]: [{ line: 12 }] });
    const { body } = await client.event("exited");
    expect([body.exitCode, client.output.join("")]).toEqual([0, expect.stringContaining("trained")]);
    expect(client.unasked("stopped")).toEqual([]);
  });

  it("refuses a second program, requests before there is one, and requests that it does not know", async () => {
    const { launch } = program(ENDLESS);
    const client = DapClient.start();
    await client.initialize();
    await expect(client.request("stackTrace", { threadId: 1 })).rejects.toThrow(
      "The program has not started yet, or has ended.",
    );
    expect((await client.request("threads"))["threads"]).toEqual([{ id: 1, name: "Trainer" }]);
    await client.event("initialized");
    await client.request("configurationDone");
    await client.request("launch", { ...launch, runtimeExecutable: NODE });
    await expect(client.request("launch", launch)).rejects.toThrow("This session has a program already.");
    await expect(client.request("goto", { threadId: 1, targetId: 1 })).rejects.toThrow(
      "This debugger does not know the request `goto`.",
    );
    await expect(client.request("stackTrace", { threadId: 9 })).rejects.toThrow("There is no thread 9.");
    await client.request("disconnect");
  });
});

describe("what keeps a program from starting is told with what mends it", () => {
  const launchOf = (attributes: object) => DapClient.start().launch(attributes as Record<string, unknown>);

  it("a runtime that is missing or too old, a Node that is too old, a program that ends at once, a folder that is not there", async () => {
    const bare = program("1;\n", { "bare/main.ts": "1;\n" });
    const old = program("1;\n", {
      "old/main.ts": "1;\n",
      "old/node_modules/lightning-runtime/package.json": '{ "version": "0.0.9" }',
      "old/node_modules/lightning-runtime/dist/cli.js": "",
    });
    const fake = bare.file("node.sh");
    writeFileSync(fake, "#!/bin/sh\nexit 9\n");
    chmodSync(fake, 0o755);

    await expect(launchOf({ program: "/main.ts" })).rejects.toThrow("There is no file /main.ts.");
    await expect(launchOf({ program: bare.main, cwd: "/no/such/folder" })).rejects.toThrow(
      "There is no folder /no/such/folder.",
    );
    await expect(launchOf({ program: join(temporaryFolder({ "main.ts": "1;" }), "main.ts") })).rejects.toThrow(
      /^lightning-runtime is not installed for .* Run `npm install` in the experiment's folder/,
    );
    await expect(launchOf({ program: old.file("old/main.ts") })).rejects.toThrow(
      "The experiment's lightning-runtime 0.0.9 is too old for this debugger, which needs 0.1.0.",
    );
    await expect(launchOf({ program: bare.main, runtimeExecutable: fake })).rejects.toThrow(
      "The program ended with exit code 9 before the debugger was connected.",
    );
    await expect(launchOf({ program: bare.main, runtimeExecutable: "no-such-node" })).rejects.toThrow(
      "`no-such-node` could not be started",
    );
  });
});

describe("the adapter on a port", () => {
  async function adapter(port = 0): Promise<{ child: ChildProcess; port: number }> {
    const child = spawn(NODE, [ADAPTER, "--port", String(port)], { stdio: ["ignore", "pipe", "pipe"] });
    onTestFinished(() => void child.kill("SIGKILL"));
    const text = await new Promise<string>((resolve) =>
      child.stdout.once("data", (data: Buffer) => resolve(String(data))),
    );
    return { child, port: Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]) };
  }

  it("serves several editors at a time, and ends the programs of one that goes away", async () => {
    const { port } = await adapter();
    const clients = await Promise.all([DapClient.connect(port), DapClient.connect(port)]);
    const pids: number[] = [];
    for (const client of clients) {
      await client.launch(program(ENDLESS).launch);
      pids.push(await pidOf(client));
    }
    const [first, second] = clients;

    first?.socket.destroy();

    await expect.poll(() => isAlive(pids[0] ?? 0), { timeout: 10_000 }).toBe(false);
    expect(await second?.evaluate("typeof ticks", undefined, "repl")).toBe('"number"');
    await second?.request("disconnect");
    expect(isAlive(pids[1] ?? 0)).toBe(false);
  });

  it("says when its port is in use, and when it is none", async () => {
    const { port } = await adapter();
    const failure = (argument: string) =>
      new Promise<string>((resolve) => {
        const child = spawn(NODE, [ADAPTER, "--port", argument], { stdio: ["ignore", "ignore", "pipe"] });
        let text = "";
        child.stderr.on("data", (data: Buffer) => {
          text += data;
        });
        child.once("close", (code) => resolve(`${code} ${text.trim()}`));
      });

    expect(await failure(String(port))).toBe(
      `1 Port ${port} is in use by another program. Choose another one with \`--port N\`, or \`--port 0\` for any that is free.`,
    );
    expect(await failure("none")).toBe("1 `none` is no port. Give a number from 1 to 65535; Node's own is 9229.");
  });
});
