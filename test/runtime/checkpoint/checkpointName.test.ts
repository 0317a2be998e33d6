import { expect, test } from "vitest";
import { checkpointName } from "../../../runtime/checkpoint/checkpointName.js";

const VALUES = { counts: { epoch: 5, step: 120 }, metrics: { val_loss: 0.123456, "val/acc": 0.5, epoch_test: 1 } };

test.each([
  ["{epoch}-{step}", "epoch=5-step=120"],
  ["{epoch:03d}-{val_loss:.2f}", "epoch=005-val_loss=0.12"],
  ["{epoch}-{epoch_test:.0f}", "epoch=5-epoch_test=1"],
  ["{missing:.1f}-{none}", "missing=0.0-none=0"],
  ["{val/acc:.1f}", "val/acc=0.5"],
  ["best", "best"],
])("%j becomes %j", (template, name) => {
  expect(checkpointName(template, VALUES, { autoInsertMetricName: true, equals: "=" })).toBe(name);
});

test("without the names only the values are put in", () => {
  const style = { autoInsertMetricName: false, equals: "=" };
  expect(checkpointName("ep{epoch:02d}_{val/acc:.2e}", VALUES, style)).toBe("ep05_5.00e-01");
});
