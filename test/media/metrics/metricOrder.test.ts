import { expect, test } from "vitest";
import { metricOrder } from "../../../media/metrics/metricOrder.js";
import { describedRun } from "./describedRun.js";

test("metrics come by stage, then by name, each once", () => {
  const runs = [
    describedRun("a", { val_loss: {}, test_acc: {}, train_loss: {}, val_acc: {} }),
    describedRun("b", { "lr-Adam": {}, "train/acc": {}, train_loss: {} }),
  ];
  expect(metricOrder(runs)).toEqual(["train/acc", "train_loss", "val_acc", "val_loss", "test_acc", "lr-Adam"]);
});
