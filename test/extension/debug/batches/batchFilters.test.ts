import type { DebugProtocol } from "@vscode/debugprotocol";
import { describe, expect, it } from "vitest";
import { DapClient } from "../dapClient.js";
import { batchProgram, MODEL, stops, stopText } from "./batchProgram.js";

describe("the filters beside those of exceptions", () => {
  it("stop on the first line of the step that gets a batch", async () => {
    expect(await stops(batchProgram(), [{ filterId: "batchStart" }], 6)).toEqual([
      "batch: Batch start: epoch 0, batch 0 | Net.trainingStep:9",
      "batch: Batch start: epoch 0, batch 1 | Net.trainingStep:9",
      "batch: Batch start: epoch 0, batch 2 | Net.trainingStep:9",
      "batch: Batch start: epoch 0, batch 3 | Net.trainingStep:9",
      "batch: Batch start: epoch 0, validation batch 0 | Net.validationStep:17",
      "batch: Batch start: epoch 0, validation batch 1 | Net.validationStep:17",
    ]);
  });

  it("take conditions over where training is and over metrics, in TypeScript", async () => {
    const filters = [
      { filterId: "batchStart", condition: "(batch as number) === 3 && val_loss! < 2 && stage === 'train'" },
    ];
    expect(await stops(batchProgram(), filters)).toEqual([
      "batch: Batch start: epoch 2, batch 3 | Net.trainingStep:9",
      "ended",
      "leaked 0",
    ]);
  });

  it("stop at the first batch of an epoch", async () => {
    expect(await stops(batchProgram(), [{ filterId: "epochStart", condition: "epoch >= 1" }])).toEqual([
      "epoch: Epoch start: epoch 1, batch 0 | Net.trainingStep:9",
      "epoch: Epoch start: epoch 2, batch 0 | Net.trainingStep:9",
      "ended",
      "leaked 0",
    ]);
  });

  it("stop when the loss is not finite, and again for what it spoils", async () => {
    expect(await stops(batchProgram({ SPOIL: "loss" }), [{ filterId: "nonFinite" }])).toEqual([
      expect.stringMatching(/^exception: Non-finite loss \(0 NaN, 1 Inf\) at epoch 1, batch 2 \| /),
      expect.stringMatching(
        /^exception: Non-finite gradient: net\.0\.weight \(.*\), and 1 more at epoch 1, batch 2 \| /,
      ),
      expect.stringMatching(/^exception: Non-finite weight: net\.0\.weight \(.*\), and 1 more at epoch 1, batch 2 \| /),
      "ended",
      "leaked 0",
    ]);
  });

  it("stop at gradients while the loss is fine, and at what the condition names only", async () => {
    const program = batchProgram({ SPOIL: "gradient" });
    expect(await stops(program, [{ filterId: "nonFinite", condition: "loss | gradient" }])).toEqual([
      expect.stringMatching(/^exception: Non-finite gradient: net\.0\.weight \(0 NaN, 6 Inf\) at epoch 1, batch 2 \| /),
      expect.stringMatching(/^exception: Non-finite loss \(1 NaN, 0 Inf\) at epoch 1, batch 3 \| /),
      expect.stringMatching(/^exception: Non-finite gradient: net\.0\.bias \(2 NaN, 0 Inf\) at epoch 1, batch 3 \| /),
      "ended",
      expect.stringMatching(/^leaked/),
    ]);
    const metric = await stops(program, [{ filterId: "nonFinite", condition: "train_loss" }]);
    expect(metric[0]).toMatch(/^exception: Non-finite metric: train_loss \(1 NaN, 0 Inf\) at epoch 1, batch 3 \| /);
    expect(metric[1]).toBe("ended");
  });

  it("stop at a condition over metrics, with the best value before", async () => {
    expect(await stops(batchProgram(), [{ filterId: "metric", condition: "val_loss > 2 * best" }])).toEqual([
      expect.stringMatching(
        /^exception: Metric condition: val_loss > 2 \* best \(val_loss 9, best 1\) at epoch 2, end of validation \| /,
      ),
      "ended",
      "leaked 0",
    ]);
  });

  it("stop in a program that was started again, as breakpoints do", async () => {
    const made = batchProgram({ SPOIL: "loss" });
    const client = DapClient.start();
    await client.launch(
      made.launch,
      { [made.file("model.ts")]: [{ line: 13, condition: "batchIdx === 3", hitCondition: "2" }] },
      { exceptions: { filters: ["nonFinite"], filterOptions: [{ filterId: "epochStart", condition: "epoch === 1" }] } },
    );
    const stopsOfRun = async () => {
      const found: string[] = [];
      for (let i = 0; i < 3; i++) {
        found.push((await stopText(client)).split(" | ")[0]?.replace(/ \(.*/, "") ?? "");
        if (i < 2) await client.request("continue", { threadId: 1 });
      }
      return found;
    };
    const first = await stopsOfRun();
    expect(first).toEqual([
      "epoch: Epoch start: epoch 1, batch 0",
      "exception: Non-finite loss",
      "exception: Non-finite gradient: net.0.weight",
    ]);
    await client.request("restart");
    expect(await stopsOfRun()).toEqual(first);
    await client.request("disconnect");
  });

  it("show what is not finite, and say in the exception's place what it is", async () => {
    const client = DapClient.start();
    const { launch } = batchProgram({ SPOIL: "gradient" });
    await client.launch(launch, {}, { exceptions: { filters: ["nonFinite"] } });
    const { frameId, body } = await client.stoppedAt();
    expect(await client.request("exceptionInfo", { threadId: 1 })).toEqual({
      exceptionId: "Non-finite value",
      description: body.text,
      breakMode: "always",
    });
    expect(await client.evaluate("values['net.0.weight']", frameId)).toMatch(/^Tensor float32\[2,3\] .*Inf/);
    expect((await client.scope(frameId, "Trainer"))?.name).toBe("Trainer");
    await client.request("disconnect");
  });

  it("stop where the user has a breakpoint whose condition does not hold", async () => {
    const made = batchProgram();
    const client = DapClient.start();
    await client.launch(
      made.launch,
      { [made.file("model.ts")]: [{ line: 9, condition: "batchIdx === 99" }] },
      { exceptions: { filters: [], filterOptions: [{ filterId: "epochStart" }] } },
    );
    expect((await client.stoppedAt()).body.description).toBe("Epoch start: epoch 0, batch 0");
    await client.request("disconnect");
  });

  it.each(["next", "stepOut", "stepIn"] as const)(
    "stop in the middle of a step that leads out of the user's code: %s",
    async (command) => {
      const made = batchProgram({ SPOIL: "gradient" });
      const client = DapClient.start();
      const at = { [made.file("model.ts")]: [{ line: 27, hitCondition: "1" }] };
      await client.launch(made.launch, at, { exceptions: { filters: ["nonFinite"] } });
      await client.stoppedAt();
      // Out of `spoil`, then out of `trainingStep`.
      await client.go("stepOut");
      let stop = await client.go(command);
      while (stop.place.startsWith("Net.trainingStep") && stop.reason === "step") stop = await client.go(command);
      expect(stop.body.description).toMatch(/^Non-finite gradient: net\.0\.weight/);
      await client.request("disconnect");
    },
  );

  it("stop in a step that is an arrow function without braces", async () => {
    const model = MODEL.replace(
      / {2}validationStep\([\s\S]*?\n {2}\}\n/,
      "  validationStep = ([x]: Batch) => this.log('sum', x.sum());\n",
    );
    const filters = [{ filterId: "batchStart", condition: "stage === 'validate'" }];
    expect(await stops(batchProgram({}, model), filters, 1)).toEqual([
      expect.stringMatching(/^batch: Batch start: epoch 0, validation batch 0 \| .*validationStep:16$/),
    ]);
  });

  it("can be switched on and off while the program runs or stands, and say what is wrong with a condition", async () => {
    const client = DapClient.start();
    await client.launch(batchProgram().launch, {}, { exceptions: { filters: ["batchStart"] } });
    await client.stoppedAt();
    const { breakpoints } = await client.request("setExceptionBreakpoints", {
      filters: ["metric", "uncaught"],
      filterOptions: [
        { filterId: "nonFinite", condition: "loss > 3" },
        { filterId: "batchStart", condition: "batch ===" },
        { filterId: "batchStart", condition: "await batch" },
        { filterId: "epochStart", condition: "epoch = 3" },
        { filterId: "nonFinite", condition: "loss, val/loss" },
      ],
    });
    const messages = (breakpoints as unknown as DebugProtocol.Breakpoint[]).map(
      ({ verified, message }) => `${verified} ${message ?? ""}`,
    );
    expect(messages).toEqual([
      expect.stringMatching(/^false A metric condition stops at nothing without one\./),
      "true ",
      expect.stringMatching(/^false `loss > 3` is no list of names\./),
      expect.stringMatching(/^false Unexpected/),
      expect.stringMatching(/^false ./),
      "false `epoch = 3` assigns a value, and would always hold. Compare with `===`, for example `epoch === 3`.",
      "true ",
    ]);
    await client.request("continue", { threadId: 1 });
    await client.event("terminated");
  });
});
