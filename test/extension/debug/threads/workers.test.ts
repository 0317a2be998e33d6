import type { DebugProtocol } from "@vscode/debugprotocol";
import { expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { program } from "../programs.js";

const MAIN = `import { Worker } from "node:worker_threads";
import { once } from "node:events";
const worker = new Worker(new URL(process.env.LOADER ?? "", import.meta.url), { name: "loader 0", workerData: 21 });
const [batch] = await once(worker, "message");
console.log("batch", batch);
await worker.terminate();
`;

const LOADER = `import { parentPort, workerData } from "node:worker_threads";
function load(n) {
  const doubled = n * 2;
  return doubled;
}
parentPort.postMessage(load(workerData));
setInterval(() => {}, 1000);
`;
/** With what Node itself cannot run, and types in its way. */
const TYPED = LOADER.replace("(n)", "(n: number): number").replace("parentPort.", "parentPort?.");

it.each([
  ["loader.mjs", LOADER],
  ["loader.ts", `${TYPED}export enum Split {\n  Train,\n}\n`],
])("shows a worker as a thread, which stops, tells its stack and goes on by itself: %s", async (name, source) => {
  const { launch, file } = program(MAIN, { [name]: source });
  const client = DapClient.start();
  const env = { LIGHTNING_BACKEND: "cpu", LOADER: `./${name}` };
  await client.launch({ ...launch, env }, { [file(name)]: [{ line: 4 }] });

  const stop = await client.stoppedAt();
  const { threads } = await client.request("threads");

  expect(threads as unknown as DebugProtocol.Thread[]).toEqual([
    { id: 1, name: "Trainer" },
    { id: stop.threadId, name: "loader 0" },
  ]);
  expect(`${stop.reason} ${stop.place}`).toBe(`breakpoint load ${name}:4`);
  expect(stop.body.allThreadsStopped).toBe(false);
  expect(await client.locals(stop.frameId)).toEqual(["n = 21", "doubled = 42", "(return value) = 42"]);
  await expect(client.stack(1)).rejects.toThrow("The program is running.");
  expect(await client.evaluate("1 + 1", undefined, "repl")).toBe("2");

  const after = await client.go("next", stop.threadId);
  expect(after.place).toMatch(/loader\.\w+:[67]$/);
  await client.request("continue", { threadId: stop.threadId });
  expect((await client.event("thread", ({ reason }) => reason === "exited")).body.threadId).toBe(stop.threadId);
  await client.event("terminated");
  expect(client.output.join("")).toContain("batch 42");
});

it("lets threads of Node and of others run by themselves", async () => {
  const { launch } = program(`import { Worker } from "node:worker_threads";
import { once } from "node:events";
const worker = new Worker("require('node:worker_threads').parentPort.postMessage(5)", { eval: true });
console.log("said", (await once(worker, "message"))[0]);
`);
  const client = DapClient.start();
  await client.launch(launch);
  await client.event("terminated");
  expect(client.output.join("")).toContain("said 5");
  expect(client.unasked("thread")).toEqual([]);
});
