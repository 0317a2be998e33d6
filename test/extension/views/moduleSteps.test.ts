import { expect, test } from "vitest";
import { moduleSteps } from "../../../extension/views/moduleSteps.js";

test("the steps of a module are found, and no calls of them", () => {
  const text = `import { LightningModule } from "lightning-runtime";

function trainingStep() {}

export class Net extends LightningModule {
  override trainingStep([x, y]: Batch, batchIdx: number) {
    this.validationStep(x);
    validationStep(x);
    return super.trainingStep(x);
  }

  public validationStep = (batch: Batch) => {
  };

  trainingStepEnd() {}
}
`;
  expect(moduleSteps(text)).toEqual([
    { line: 5, step: "trainingStep" },
    { line: 11, step: "validationStep" },
  ]);
});

test("a file without a module has none", () => {
  expect(moduleSteps("class Net {\n  trainingStep() {\n  }\n}\n")).toEqual([]);
});
