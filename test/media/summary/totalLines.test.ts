import { expect, test } from "vitest";
import { totalLines } from "../../../media/summary/totalLines.js";

test("totals are Lightning's", () => {
  const totals = {
    trainableParams: 5130,
    nonTrainableParams: 0,
    totalParams: 5130,
    sizeMb: 0.02052,
    modulesInTrain: 4,
    modulesInEval: 0,
    flops: 0,
  };
  expect(totalLines(totals).map((line) => line.join(": "))).toEqual([
    "Trainable params: 5.1 K",
    "Non-trainable params: 0",
    "Total params: 5.1 K",
    "Estimated size: 0.021 MB",
    "Modules in train mode: 4",
    "Modules in eval mode: 0",
  ]);
});

test("the floating-point operations are told when an example input showed them", () => {
  const totals = {
    ...{ trainableParams: 0, nonTrainableParams: 0, totalParams: 0, sizeMb: 0 },
    ...{ modulesInTrain: 0, modulesInEval: 0, flops: 402_944 },
  };
  expect(totalLines(totals).at(-1)).toEqual(["FLOPs", "402 K"]);
});
