import { expect, it } from "vitest";
import { summaryMarkdown } from "../../../extension/views/summaryMarkdown.js";

it("gives a model summary as a Markdown table", () => {
  const row = { depth: 1, trainableParams: 650, mode: "train", flops: 0, source: null } as const;
  const totals = {
    trainableParams: 650,
    nonTrainableParams: 0,
    totalParams: 650,
    sizeMb: 0.0026,
    modulesInTrain: 1,
    modulesInEval: 0,
    flops: 0,
  };

  const text = summaryMarkdown({
    version: 1,
    model: "Net",
    rows: [{ ...row, name: "layer", type: "Linear", params: 650, inSizes: "[1, 64]", outSizes: null }],
    totals,
  });

  expect(text).toBe(`### Net

| Name | Type | Params | In sizes | Out sizes |
| --- | --- | ---: | --- | --- |
| layer | Linear | 650 | [1, 64] |  |

650 parameters, 650 of them trainable; 0.003 MB.
`);
});

it("has the floating-point operations where an example input told them", () => {
  const row = { depth: 1, params: 650, trainableParams: 650, mode: "train", source: null } as const;
  const text = summaryMarkdown({
    version: 1,
    model: "Net",
    rows: [{ ...row, name: "layer", type: "Linear", flops: 1280, inSizes: "[1, 64]", outSizes: "[1, 10]" }],
    totals: {
      ...{ trainableParams: 650, nonTrainableParams: 0, totalParams: 650, sizeMb: 0.0026 },
      ...{ modulesInTrain: 1, modulesInEval: 0, flops: 1280 },
    },
  });
  expect(text).toBe(`### Net

| Name | Type | Params | In sizes | Out sizes | FLOPs |
| --- | --- | ---: | --- | --- | ---: |
| layer | Linear | 650 | [1, 64] | [1, 10] | 1280 |

650 parameters, 650 of them trainable; 0.003 MB. 1280 FLOPs in the run of its example input.
`);
});
