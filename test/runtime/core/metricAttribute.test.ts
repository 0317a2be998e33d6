import "../onCpu.js";
import { expect, test } from "vitest";
import { LightningModule } from "../../../runtime/core/lightningModule.js";
import { requireAttribute } from "../../../runtime/core/metricAttribute.js";
import { MeanMetric } from "../../../runtime/metrics/aggregation/meanMetric.js";

class Measured extends LightningModule {
  loss = new MeanMetric();
  byClass = [new MeanMetric(), new MeanMetric()];
  named = { accuracy: new MeanMetric() };
}

test("a metric that is logged is a field of the module, or in a list or an object that is one", () => {
  const module = new Measured();
  for (const metric of [module.loss, ...module.byClass, module.named.accuracy]) {
    expect(() => requireAttribute(module, metric, "a")).not.toThrow();
  }
});

test("one that nothing holds would never be reset", () => {
  expect(() => requireAttribute(new Measured(), new MeanMetric(), "a")).toThrow(
    '`this.log("a", metric)` was given a MeanMetric that no field of Measured holds. Make it once, as a field of the module, and update it in the steps.',
  );
});
