import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { type ConfiguredOptimizers, parseConfiguredOptimizers } from "../../../runtime/optim/configuredOptimizers.js";
import { StepLR } from "../../../runtime/optim/lrScheduler.js";
import { SGD } from "../../../runtime/optim/sgd.js";

const optimizer = new SGD([new Parameter(tf.scalar(0))]);
const scheduler = new StepLR(optimizer, { stepSize: 1 });

test.each<[string, ConfiguredOptimizers, string]>([
  ["an optimizer", optimizer, "1 optimizer, no schedulers"],
  ["nothing", null, "0 optimizer, no schedulers"],
  ["a list", [optimizer, optimizer], "2 optimizer, no schedulers"],
  [
    "an object with a scheduler",
    { optimizer, lrScheduler: scheduler, monitor: "val_loss" },
    "1 optimizer, epoch 1 val_loss",
  ],
  [
    "an object with a scheduler's settings",
    { optimizer, lrScheduler: { scheduler, interval: "step", frequency: 3 } },
    "1 optimizer, step 3 null",
  ],
  ["a list of objects", [{ optimizer }, { optimizer, lrScheduler: scheduler }], "2 optimizer, epoch 1 null"],
  ["two lists", [[optimizer], [scheduler, { scheduler, interval: "step" }]], "1 optimizer, epoch 1 null; step 1 null"],
])("configureOptimizers may return %s", (_what, configured, picture) => {
  const { optimizers, lrSchedulers } = parseConfiguredOptimizers(configured);
  const schedulers = lrSchedulers.map(({ interval, frequency, monitor }) => `${interval} ${frequency} ${monitor}`);
  expect(`${optimizers.length} optimizer, ${schedulers.join("; ") || "no schedulers"}`).toBe(picture);
});

test("anything else says what may be returned", () => {
  expect(() => parseConfiguredOptimizers({ optimiser: optimizer } as never)).toThrow(
    "`configureOptimizers` returned something else than optimizers. Return an optimizer, a list of them, { optimizer, lrScheduler, monitor }, " +
      "a list of these, [[optimizers], [schedulers]], or null to train without one.",
  );
});
