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
  ["a}}b{{", "a}b{"],
  ["{epoch:02d}-{{{step}}}", "epoch=05-{step=0}"],
  ["{epoch!r}", "epoch!r=0"],
])("%j becomes %j", (template, name) => {
  expect(checkpointName(template, VALUES, { autoInsertMetricName: true, equals: "=" })).toBe(name);
});

test("without the names only the values are put in", () => {
  const style = { autoInsertMetricName: false, equals: "=" };
  expect(checkpointName("ep{epoch:02d}_{val/acc:.2e}", VALUES, style)).toBe("ep05_5.00e-01");
});

test("braces that do not pair, or have no name between them, are told with the template", () => {
  const error = (template: string) => {
    try {
      return checkpointName(template, VALUES, { autoInsertMetricName: true, equals: "=" });
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(["{{epoch}}", "{epoch", "epoch}", "{}"].map(error)).toEqual([
    "The checkpoint's filename `{{epoch}}` cannot be filled in. The name `{epoch={0[{epoch]}}` has a `{` inside a name. Write `{name}` where a value is meant, and `{{` or `}}` for a brace.",
    "The checkpoint's filename `{epoch` cannot be filled in. The name `{epoch` has a `{` that is not closed. Write `{name}` where a value is meant, and `{{` or `}}` for a brace.",
    "The checkpoint's filename `epoch}` cannot be filled in. The name `epoch}` has a `}` that closes nothing. Write `{name}` where a value is meant, and `{{` or `}}` for a brace.",
    "The checkpoint's filename `{}` has braces without a name that can be logged. Write `{epoch}`, `{step}` or the name of a metric in them.",
  ]);
});
