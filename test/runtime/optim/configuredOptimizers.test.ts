import "../onCpu.js";
import { afterEach, expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import { type ConfiguredOptimizers, parseConfiguredOptimizers } from "../../../runtime/optim/configuredOptimizers.js";
import { ReduceLROnPlateau } from "../../../runtime/optim/schedulers/reduceLrOnPlateau.js";
import { StepLR } from "../../../runtime/optim/schedulers/stepLr.js";
import { SGD } from "../../../runtime/optim/sgd.js";

const optimizer = new SGD([new Parameter(tf.scalar(0))]);
const other = new SGD([new Parameter(tf.scalar(0))]);
const scheduler = new StepLR(optimizer, { stepSize: 1 });
const plateau = new ReduceLROnPlateau(optimizer);

const warn = vi.spyOn(console, "warn").mockReturnValue();
afterEach(() => warn.mockClear());

test.each<[string, ConfiguredOptimizers, string]>([
  ["an optimizer", optimizer, "SGD; no schedulers"],
  ["nothing", null, "MockOptimizer; no schedulers"],
  ["a list", [optimizer], "SGD; no schedulers"],
  ["an object with a scheduler", { optimizer, lrScheduler: scheduler }, "SGD; epoch 1 null"],
  [
    "an object with a plateau scheduler, whose monitor stands beside it",
    { optimizer, lrScheduler: plateau, monitor: "val_loss" },
    "SGD; epoch 1 val_loss plateau",
  ],
  [
    "an object with a scheduler's settings",
    { optimizer, lrScheduler: { scheduler, interval: "step", frequency: 3 } },
    "SGD; step 3 null",
  ],
  ["a list of objects", [{ optimizer, lrScheduler: scheduler }], "SGD; epoch 1 null"],
  ["two lists", [[optimizer], [scheduler, { scheduler, interval: "step" }]], "SGD; epoch 1 null; step 1 null"],
])("configureOptimizers may return %s", (_what, configured, expected) => {
  expect(picture(configured)).toBe(expected);
});

test("manual optimization may have several optimizers, and ignores what its schedulers are said to watch", () => {
  const configured: ConfiguredOptimizers = [
    [optimizer, other],
    [{ scheduler: plateau, monitor: "val_loss", frequency: 2 }],
  ];
  expect(picture(configured, false)).toBe("SGD, SGD; epoch 2 null plateau");
  expect(warn.mock.calls).toEqual([
    [
      "The lr scheduler config contains monitor, which manual optimization ignores: call `lrScheduler.step()` yourself.",
    ],
  ]);
});

test.each<[string, unknown, string]>([
  [
    "something else",
    { optimiser: optimizer },
    "`configureOptimizers` returned something else than optimizers. Return an optimizer, a list of them, { optimizer, lrScheduler, monitor }, " +
      "a list of these, [[optimizers], [schedulers]], or null to train without one.",
  ],
  [
    "two optimizers for automatic optimization",
    [optimizer, other],
    "Training with multiple optimizers is only supported with manual optimization, and `configureOptimizers` returned 2. " +
      "Return one, or set `automaticOptimization = false` and step them in `trainingStep`.",
  ],
  [
    "a plateau scheduler without monitor",
    { optimizer, lrScheduler: { scheduler: plateau } },
    'The lr scheduler config must include a `monitor` when a ReduceLROnPlateau scheduler is used, such as { optimizer, lrScheduler: { scheduler, monitor: "val_loss" } }.',
  ],
  [
    "a scheduler of another optimizer",
    [[other], [scheduler]],
    "Some schedulers are attached with an optimizer that wasn't returned from `configureOptimizers`. Return their optimizers too.",
  ],
  [
    "an unknown interval",
    { optimizer, lrScheduler: { scheduler, interval: "batch" } },
    'The key `interval` in an lr scheduler config must be "step" or "epoch", and it is "batch".',
  ],
])("%s is refused", (_what, configured, message) => {
  expect(() => parseConfiguredOptimizers(configured as ConfiguredOptimizers)).toThrow(message);
});

test("unknown keys are named, and ignored", () => {
  expect(picture({ optimizer, schedule: scheduler } as ConfiguredOptimizers)).toBe("SGD; no schedulers");
  expect(warn.mock.calls).toEqual([
    ["Found unsupported keys in the optimizer configuration: schedule. They are ignored."],
  ]);
});

function picture(configured: ConfiguredOptimizers, automatic = true): string {
  const { optimizers, lrSchedulers } = parseConfiguredOptimizers(configured, automatic);
  const schedulers = lrSchedulers.map(
    ({ interval, frequency, monitor, reduceOnPlateau }) =>
      `${interval} ${frequency} ${monitor}${reduceOnPlateau ? " plateau" : ""}`,
  );
  const names = optimizers.map((one) => one.constructor.name).join(", ");
  return `${names}; ${schedulers.join("; ") || "no schedulers"}`;
}
