import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it, onTestFinished } from "vitest";
import { root } from "../../../experiment.js";
import { DapClient, NODE } from "../dapClient.js";
import { batchProgram, stopText } from "./batchProgram.js";

const PROGRESS = { client: { supportsProgressReporting: true } };

/** Stopped in the first batch. */
async function stopped(env: Readonly<Record<string, string>> = {}, configuration: object = {}): Promise<DapClient> {
  const client = DapClient.start();
  const made = batchProgram(env);
  await client.launch(
    { ...made.launch, stopOnStep: "trainingStep" },
    {},
    { exceptions: { filters: [] }, ...configuration },
  );
  expect(await stopText(client)).toBe("goto: Ran to epoch 0, batch 0 | Net.trainingStep:9");
  return client;
}

async function runTo(client: DapClient, to: unknown): Promise<string> {
  await client.request("lightning.runTo", { to });
  return stopText(client);
}

describe("a program that stands runs to", () => {
  it("the next batch, the next validation, the next epoch, and a batch of an epoch", async () => {
    const client = await stopped();
    expect(await runTo(client, "batch")).toBe("goto: Ran to epoch 0, batch 1 | Net.trainingStep:9");
    expect(await runTo(client, "validation")).toBe("goto: Ran to epoch 0, validation batch 0 | Net.validationStep:17");
    expect(await runTo(client, "batch")).toBe("goto: Ran to epoch 0, validation batch 1 | Net.validationStep:17");
    expect(await runTo(client, "epoch")).toBe("goto: Ran to epoch 1, batch 0 | Net.trainingStep:9");
    expect(await runTo(client, { epoch: 1, batch: 2 })).toBe("goto: Ran to epoch 1, batch 2 | Net.trainingStep:9");
    expect(await runTo(client, { epoch: 1, batch: 99 })).toBe("goto: Ran to epoch 2, batch 0 | Net.trainingStep:9");
    // There is none.
    await client.request("lightning.runTo", { to: "epoch" });
    await client.event("terminated");
    expect(client.output.join("")).toContain("leaked 0");
    expect(client.unasked("continued").length).toBe(7);
  });

  it("nowhere that it was already, and nowhere that does not exist", async () => {
    const client = await stopped();
    await runTo(client, { epoch: 0, batch: 3 });
    await expect(client.request("lightning.runTo", { to: { epoch: 0, batch: 3 } })).rejects.toThrow(
      "Training cannot run to epoch 0, batch 3: it is at epoch 0, batch 3. Numbers are from 0; give a later batch, or start the program again.",
    );
    for (const to of ["never", { epoch: -1 }, { batch: 2 }, { epoch: 1, batch: 0.5 }, undefined])
      await expect(client.request("lightning.runTo", { to })).rejects.toThrow(/^`to` is .*Give "batch"/);
    await client.request("disconnect");
  });

  it("a batch unless it stops before: the wish is forgotten then", async () => {
    const client = await stopped();
    await client.request("setFunctionBreakpoints", { breakpoints: [{ name: "validationStep", hitCondition: "1" }] });
    expect(await runTo(client, { epoch: 1 })).toMatch(/^function breakpoint: .*validationStep:17$/);
    await client.request("setFunctionBreakpoints", { breakpoints: [] });
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });
});

describe("while it runs", () => {
  it("it says where it is, and that it has come there", async () => {
    const client = await stopped({ STEP_MS: "300" }, PROGRESS);
    const there = runTo(client, { epoch: 1, batch: 1 });
    const start = (await client.event("progressStart", ({ title }) => title !== "Starting the program")).body;
    expect(start).toMatchObject({ title: "Running to epoch 1, batch 1", cancellable: true });
    const update = (await client.event("progressUpdate")).body as DebugProtocol.ProgressUpdateEvent["body"];
    expect(update.progressId).toBe(start.progressId);
    expect(update.message).toMatch(/^epoch 0, (validation )?batch \d$/);
    await client.event("progressEnd", ({ progressId }) => progressId === start.progressId);
    expect(await there).toBe("goto: Ran to epoch 1, batch 1 | Net.trainingStep:9");
    await client.request("disconnect");
  });

  it("the user can give up: it runs on then, and stops nowhere", async () => {
    const client = await stopped({ STEP_MS: "200" }, PROGRESS);
    await client.request("lightning.runTo", { to: { epoch: 1, batch: 3 } });
    const { progressId } = (await client.event("progressStart", ({ title }) => title.startsWith("Running"))).body;
    await client.request("cancel", { progressId });
    await client.event("progressEnd", (body) => body.progressId === progressId);
    await client.event("terminated");
    expect(client.unasked("stopped")).toEqual([]);
  });

  it("it can be told to stop at a batch", async () => {
    const client = DapClient.start();
    await client.launch(batchProgram({ STEP_MS: "200" }).launch, {}, { exceptions: { filters: [] } });
    // The runtime is loaded when there are its scripts.
    const until = Date.now() + 10_000;
    for (;;) {
      const answer = await client.send("lightning.runTo", { to: "validation" }).response;
      if (answer.success || Date.now() > until) break;
      expect(answer.message).toMatch(/^This program has no Trainer that could be told where to stop/);
    }
    expect(await stopText(client)).toBe("goto: Ran to epoch 0, validation batch 0 | Net.validationStep:17");
    await client.request("disconnect");
  });

  it("a program that ends ends the wait", async () => {
    const client = await stopped({ STEP_MS: "400", EPOCHS: "1" }, PROGRESS);
    await client.request("lightning.runTo", { to: { epoch: 7 } });
    const { progressId } = (await client.event("progressStart", ({ title }) => title.startsWith("Running"))).body;
    await client.event("progressEnd", (body) => body.progressId === progressId);
    await client.event("terminated");
  });
});

describe("a launch", () => {
  it("stops at the first batch that a step gets", async () => {
    const client = DapClient.start();
    const made = batchProgram();
    await client.launch(
      { ...made.launch, stopOnStep: "validationStep", fastDevRun: true },
      { [made.file("model.ts")]: [{ line: 11 }] },
      { exceptions: { filters: [] } },
    );
    expect(await stopText(client)).toMatch(/^breakpoint: undefined \| Net\.trainingStep:11$/);
    await client.request("continue", { threadId: 1 });
    expect(await stopText(client)).toBe("goto: Ran to epoch 0, validation batch 0 | Net.validationStep:17");
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });

  it("names the steps when it is told another one", async () => {
    const client = DapClient.start();
    await expect(client.launch({ ...batchProgram().launch, stopOnStep: "training_step" })).rejects.toThrow(
      "`stopOnStep` is `training_step`, which is no step. Name one of `trainingStep`, `validationStep`, `testStep`, `predictStep`, or leave it out.",
    );
  });
});

describe("a program that was attached to", () => {
  it("stops at batches, and looks for nothing any more when the debugger has gone", async () => {
    const made = batchProgram({ STEP_MS: "60", EPOCHS: "30" });
    const child = spawn(NODE, ["--inspect=0", join(root, "runtime", "dist", "cli.js"), "run", made.main], {
      env: { ...process.env, ...made.launch.env },
      cwd: dirname(made.main),
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const port = await new Promise<number>((resolve) => {
      let text = "";
      child.stderr.on("data", (data) => {
        text += data;
        const found = /ws:\/\/127\.0\.0\.1:(\d+)/.exec(text);
        if (found !== null) resolve(Number(found[1]));
      });
    });
    const client = DapClient.start();
    await client.attach({ port }, { exceptions: { filters: ["batchStart"] } });
    expect(await stopText(client)).toMatch(/^batch: Batch start: epoch \d+, (validation )?batch \d \| Net\./);
    await client.request("disconnect");

    const again = DapClient.start();
    await again.attach({ port }, { exceptions: { filters: [] } });
    await again.request("pause", { threadId: 1 });
    const { frameId } = await again.stoppedAt();
    const stops = await again.evaluate(
      'JSON.stringify(globalThis[Symbol.for("lightning.batchStops")].batchStart)',
      frameId,
    );
    expect(stops).toContain("[]");
    await again.request("disconnect");
  });
});
