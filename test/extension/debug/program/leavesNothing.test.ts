import { spawn } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { ADAPTER, DapClient, NODE } from "../dapClient.js";
import { inspected } from "../inspected.js";
import { isAlive } from "../processes.js";
import { program } from "../programs.js";

/** How many sessions: a few here, all of them with `LIGHTNING_DAP_SESSIONS=full`. */
const [ENDED, ABANDONED, ATTACHED] = process.env["LIGHTNING_DAP_SESSIONS"] === "full" ? [50, 200, 60] : [6, 10, 6];

/** Runs user code, waits and computes by turns, so that a random moment may be any of these. */
const BUSY = `async function work(round: number): Promise<number> {
  let sum = 0;
  for (let i = 0; i < 200_000; i++) sum += i % (round + 1);
  await new Promise((resolve) => setTimeout(resolve, 1));
  return sum;
}
console.log("up", process.pid);
for (let round = 0; ; round++) (globalThis as any).rounds = await work(round).then(() => round);
`;

describe("sessions", () => {
  it(`that start and end leave no process, socket, timer or file: ${ENDED} of them`, async () => {
    const adapter = spawn(NODE, [ADAPTER, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void adapter.kill("SIGKILL"));
    const text = await new Promise<string>((resolve) => adapter.stdout.once("data", (data) => resolve(String(data))));
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(text)?.[1]);
    const { launch, main } = program(BUSY);
    const pids: number[] = [];
    const session = async (i: number) => {
      const client = await DapClient.connect(port);
      await client.launch(launch, { [main]: [{ line: 3 }] });
      const { frameId } = await client.stoppedAt();
      pids.push(Number(await client.evaluate("process.pid", frameId)));
      const closed = new Promise((resolve) => client.socket.once("close", resolve));
      if (i % 2 === 0) {
        await client.request("terminate");
        await client.event("terminated");
      }
      await client.request("disconnect");
      await closed;
    };
    // What the first one brings along for good does not count.
    await session(0);
    const before = filesOf(adapter.pid ?? 0);

    for (let i = 1; i < ENDED; i++) await session(i);

    expect(pids.filter(isAlive)).toEqual([]);
    expect(leftFiles(adapter.pid ?? 0)).toEqual([]);
    await expect.poll(() => filesOf(adapter.pid ?? 0), { timeout: 5000 }).toBeLessThanOrEqual(before);
    const ended = new Promise((resolve) => adapter.once("exit", (code, signal) => resolve(code ?? signal)));
    adapter.kill("SIGTERM");
    expect(await ended).toBe(0);
  }, 600_000);

  it(`whose editor goes away at a random moment leave no program behind, and none aborts: ${ABANDONED} of them`, async () => {
    const { launch, main, file } = program(BUSY);
    const codes = file("codes.txt");
    // Writes down how Node ended: its own parent is gone by then.
    const node = file("node.cjs");
    writeFileSync(
      node,
      `#!${NODE}
const child = require("node:child_process").spawn(process.execPath, process.argv.slice(2), { stdio: "inherit" });
process.on("SIGINT", () => child.kill("SIGINT"));
child.once("exit", (code, signal) => {
  require("node:fs").appendFileSync(${JSON.stringify(codes)}, (signal ?? code) + "\\n");
  process.exit(code ?? 1);
});
`,
    );
    chmodSync(node, 0o755);
    writeFileSync(codes, "");

    for (let i = 0; i < ABANDONED; i++) {
      const client = DapClient.start();
      const random = (i * 7919) % 100;
      const breakpoints = i % 2 === 0 ? { [main]: [{ line: 3 }] } : {};
      const gone = new Promise((resolve) => client.process.once("exit", resolve));
      const leave = () => void (i % 3 === 0 ? client.process.stdin?.end() : client.process.kill("SIGKILL"));
      const launched = client.launch({ ...launch, runtimeExecutable: node }, breakpoints).catch(() => undefined);
      // A third of them go while the program starts, the others while it runs or is paused.
      if (random < 33) await client.event("initialized");
      else {
        await launched;
        if (i % 2 === 0) await client.stoppedAt();
        else await client.outputWith("up");
        if (random > 66 && i % 2 === 0) void client.send("continue", { threadId: 1 });
        if (random > 80) void client.send("pause", { threadId: 1 });
      }
      leave();
      await gone;
    }

    const ends = () =>
      readFileSync(codes, "utf8")
        .trim()
        .split("\n")
        .filter((code) => code !== "");
    // One whose editor went before Node was there has written nothing.
    await expect.poll(() => running(main), { timeout: 20_000 }).toEqual([]);
    expect(ends().filter((code) => ["SIGABRT", "SIGSEGV", "134"].includes(code))).toEqual([]);
    expect(ends().length).toBeGreaterThan(0);
  }, 1_200_000);
});

describe("sessions that attach", () => {
  it(`leave the program as it was, however they end: ${ATTACHED} of them`, async () => {
    const { child, port, file } = await inspected(BUSY);
    const pid = child.pid ?? 0;
    let attached = { files: 1, threads: 0 };
    for (let i = 0; i < ATTACHED; i++) {
      const client = DapClient.start();
      const gone = new Promise((resolve) => client.process.once("exit", resolve));
      const breakpoints = i % 2 === 0 ? { [file]: [{ line: 3 }] } : {};
      await client.attach({ port }, { breakpoints });
      if (i % 2 === 0) await client.stoppedAt();
      if (i === 0) attached = { files: filesOf(pid), threads: threadsOf(pid) };
      if (i % 4 === 2) void client.send("continue", { threadId: 1 });
      if (i % 3 === 0) await client.request("disconnect");
      else if (i % 3 === 1) client.process.stdin?.end();
      else client.process.kill("SIGKILL");
      await gone;
    }

    // Without the one connection that it had in the first of them.
    await expect
      .poll(() => ({ files: filesOf(pid) + 1, threads: threadsOf(pid) }), { timeout: 5000 })
      .toEqual(process.platform === "linux" ? attached : { files: 1, threads: 0 });
    const client = DapClient.start();
    await client.attach({ port });
    const rounds = async () => Number(await client.evaluate("globalThis.rounds", undefined, "repl"));
    const first = await rounds();
    await expect.poll(rounds, { timeout: 10_000 }).toBeGreaterThan(first);
    await client.request("disconnect");
  }, 600_000);
});

/** How many files and sockets a process has open. */
function filesOf(pid: number): number {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/fd`).length : 0;
}

function threadsOf(pid: number): number {
  return process.platform === "linux" ? readdirSync(`/proc/${pid}/task`).length : 0;
}

/** The pipes of sessions of an adapter. */
function leftFiles(pid: number): string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`lightning-debug-${pid}-`));
}

/** Processes that run a program. */
function running(main: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(main);
      } catch {
        return false;
      }
    });
}
