import "../onCpu.js";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as metrics from "../../../runtime/metrics/index.js";
import { root } from "../../experiment.js";

/** Bases of metrics, and the tasks of those that are listed without one. */
const UNLISTED = /^(?:Metric|WrapperMetric|MetricInputTransformer|(?:Binary|Multiclass|Multilabel)[A-Z]\w*)$/;

test("docs/metrics.md lists every metric, and none that is not there", () => {
  const page = readFileSync(join(root, "docs/metrics.md"), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| ") && line.includes("`"));
  const listed = rows.flatMap((row) => [...row.matchAll(/`(\w+)`/g)].map(([, name]) => name as string));
  expect(Object.keys(metrics).filter((name) => !UNLISTED.test(name) && !listed.includes(name))).toEqual([]);
  expect(listed.filter((name) => !(name in metrics))).toEqual([]);
});
