import "../onCpu.js";
import { expect, test, vi } from "vitest";
import { ModelSummary } from "../../../runtime/callbacks/modelSummary.js";
import { Trainer } from "../../../runtime/trainer/trainer.js";
import { batches, TinyModel } from "../trainer/tinyModel.js";

test("the layers are printed when a fit begins, down to a depth", async () => {
  expect(await printedBy(new ModelSummary({ maxDepth: 1 }))).toContain("0 | layer | Linear | 3      | train | 0");
});

test("depth 0 prints nothing", async () => {
  expect(await printedBy(new ModelSummary({ maxDepth: 0 }))).not.toContain("Params");
});

test("a depth that is none is refused at once", () => {
  expect(() => new ModelSummary({ maxDepth: -2 })).toThrow("ModelSummary: `maxDepth` is -2; it can be -1 (all layers)");
});

async function printedBy(callback: ModelSummary): Promise<string> {
  const log = vi.spyOn(console, "log").mockReturnValue();
  const trainer = new Trainer({
    ...{ maxEpochs: 1, logger: false, enableCheckpointing: false, enableProgressBar: false },
    callbacks: [callback],
  });
  await trainer.fit(new TinyModel(), { trainDataloaders: batches(1) });
  const lines = log.mock.calls.map(([text]) => String(text));
  log.mockRestore();
  return lines.join("\n");
}
