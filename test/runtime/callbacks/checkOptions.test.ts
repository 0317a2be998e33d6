import { expect, test } from "vitest";
import { EarlyStopping } from "../../../runtime/callbacks/earlyStopping.js";
import { ModelCheckpoint } from "../../../runtime/callbacks/modelCheckpoint.js";
import { OnExceptionCheckpoint } from "../../../runtime/callbacks/onExceptionCheckpoint.js";

function refusal(make: () => unknown): string {
  try {
    make();
    return "nothing";
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

test("an option that a callback does not have is refused with the nearest one, and one that it needs is asked for", () => {
  const misspelt = { monitor: "a", patiense: 3 };
  const ofAnEarlierVersion: object = { period: 1 };

  expect([
    refusal(() => new EarlyStopping(misspelt)),
    refusal(() => new ModelCheckpoint(ofAnEarlierVersion)),
    refusal(() => new EarlyStopping({} as { monitor: string })),
    refusal(() => new OnExceptionCheckpoint({} as { dirpath: string })),
    refusal(() => new EarlyStopping({ monitor: "a", patience: 3 })),
  ]).toMatchInlineSnapshot(`
    [
      "TypeError: EarlyStopping has no option \`patiense\`. Did you mean \`patience\`?",
      "TypeError: ModelCheckpoint has no option \`period\`. The options are \`dirpath\`, \`filename\`, \`monitor\`, \`verbose\`, \`saveLast\`, \`saveTopK\`, \`saveOnException\`, \`saveWeightsOnly\`, \`mode\`, \`autoInsertMetricName\`, \`everyNTrainSteps\`, \`trainTimeInterval\`, \`everyNEpochs\`, \`saveOnTrainEpochEnd\` or \`enableVersionCounter\`.",
      "TypeError: EarlyStopping needs the option \`monitor\`.",
      "TypeError: OnExceptionCheckpoint needs the option \`dirpath\`.",
      "nothing",
    ]
  `);
});
