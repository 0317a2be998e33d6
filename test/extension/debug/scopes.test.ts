import { describe, expect, it } from "vitest";
import { batchProgram } from "./batches/batchProgram.js";
import { DapClient } from "./dapClient.js";

const METRIC = { exceptions: { filters: [], filterOptions: [{ filterId: "metric", condition: "val_loss < 2" }] } };

describe("a stop in the runtime", () => {
  it("shows the function that awaits the Trainer, with the values that it is about; all between stands back", async () => {
    const made = batchProgram();
    const client = DapClient.start();
    await client.launch(made.launch, {}, METRIC);
    await client.stoppedAt();

    const frames = await client.stack();
    const shown = frames.findIndex(({ presentationHint }) => presentationHint === undefined);
    const main = frames[shown];
    expect(`${main?.source?.name}:${main?.line}`).toBe("main.ts:9");
    const awaits = frames.slice(0, shown).filter(({ name }) => name === "await");
    expect(awaits.map(({ presentationHint }) => presentationHint).join()).toMatch(/^(subtle,)+label$/);
    const id = main?.id ?? 0;
    expect(await client.children((await client.scope(id, "Values"))?.variablesReference ?? 0)).toContain(
      "val_loss = 1",
    );
    expect(await client.children((await client.scope(id, "Trainer"))?.variablesReference ?? 0)).toContain(
      "stage = fit · validate",
    );
    await client.request("disconnect");
  });
});
