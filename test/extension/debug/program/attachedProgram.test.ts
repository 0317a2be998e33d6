import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { DapClient } from "../dapClient.js";
import { inspected } from "../inspected.js";
import { isAlive } from "../processes.js";
import { ENDLESS, MAIN } from "../programs.js";

describe("attaching", () => {
  it("debugs a training that runs already, and leaves it running", async () => {
    const { child, port, file } = await inspected(MAIN);
    const model = file.replace("main.ts", "model.ts");
    const client = DapClient.start();
    await client.attach({ port });
    expect((await client.event("capabilities")).body.capabilities.supportsRestartRequest).toBe(false);
    const [set] = await client.setBreakpoints(model, [{ line: 12, condition: "(batchIdx as number) === 2" }]);

    const stop = await client.stoppedAt();

    expect([stop.place, await client.evaluate("batchIdx!", stop.frameId)]).toEqual([
      "Net.trainingStep model.ts:12",
      "2",
    ]);
    expect(set === undefined ? undefined : stop.body.hitBreakpointIds).toEqual([set?.id]);
    await expect(client.request("restart")).rejects.toThrow("A program that was attached to cannot be restarted.");
    await client.request("disconnect");
    expect(isAlive(child.pid ?? 0)).toBe(true);
  });

  it("waits for the debugger before the first line, tells what is printed, and ends the program when it is asked to", async () => {
    const { child, port, file } = await inspected(
      "const first: number = 1;\nconsole.log('first %d', first, { a: [1] });\nsetInterval(() => {}, 5);\n",
      "--inspect-brk",
    );
    const exit = new Promise((resolve) => child.once("exit", (code, signal) => resolve(signal ?? code)));
    const client = DapClient.start();
    await client.attach({ port }, { breakpoints: { [file]: [{ line: 2 }] } });

    expect((await client.stoppedAt()).place).toBe("(anonymous) main.ts:2");
    await client.request("continue", { threadId: 1 });
    const printed = await client.outputWith("first 1");
    expect(printed).toMatchObject({ category: "stdout", line: 2, source: { path: file } });
    await client.request("terminate");
    await client.event("terminated");

    expect(["SIGINT", 130]).toContain(await exit);
  });

  it("says when nothing, or something else, is there", async () => {
    const attach = (attributes: object) => DapClient.start().attach(attributes as Record<string, unknown>);
    const web = createHttpServer((_request, response) => response.end("<html>")).listen(0, "127.0.0.1");
    const chrome = createHttpServer((_request, response) => response.end('{"Browser":"Chrome/120"}')).listen(
      0,
      "127.0.0.1",
    );
    const raw = createServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")).listen(0, "127.0.0.1");
    onTestFinished(() => {
      for (const server of [web, chrome, raw]) server.close();
    });
    const portOf = (server: { address(): AddressInfo | string | null }) => (server.address() as AddressInfo).port;

    await expect(attach({ port: 1 })).rejects.toThrow(
      /^Nothing can be attached to at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start the program with `node --inspect=1 /,
    );
    await expect(attach({ port: portOf(web) })).rejects.toThrow(
      /is no inspector and not a Node program\. Attach to the port that `node --inspect` prints/,
    );
    await expect(attach({ port: portOf(chrome) })).rejects.toThrow("is Chrome/120 and not a Node program.");
    await expect(attach({ port: portOf(raw) })).rejects.toThrow("is no inspector and not a Node program.");
    await expect(attach({ port: "http" })).rejects.toThrow(
      "`http` is no port. Give a number from 1 to 65535; Node's own is 9229.",
    );
  });

  it("leaves the program running however the debugger goes, even in the midst of a stop, and may be done again", async () => {
    const { child, port, file } = await inspected(ENDLESS);
    const leaves = [
      (client: Attached) => client.request("disconnect"),
      (client: Attached) => client.process.kill("SIGKILL"),
      (client: Attached) => client.process.stdin?.end(),
    ];
    for (const leave of leaves) {
      const client = DapClient.start();
      const gone = new Promise((resolve) => client.process.once("exit", resolve));
      await client.attach({ port }, { breakpoints: { [file]: [{ line: 3, condition: "(ticks as number) > 0" }] } });
      expect((await client.stoppedAt()).place).toMatch(/main\.ts:3$/);
      await leave(client);
      await gone;
    }

    const client = DapClient.start();
    await client.attach({ port });
    const ticks = async () => Number(await client.evaluate("ticks", undefined, "repl"));
    const before = await ticks();
    await expect.poll(ticks).toBeGreaterThan(before);
    await client.request("disconnect", { terminateDebuggee: true });
    await expect.poll(() => isAlive(child.pid ?? 0)).toBe(false);
  });
});

type Attached = ReturnType<typeof DapClient.start>;
