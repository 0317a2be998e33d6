import { expect, test } from "vitest";
import { parseSummaryFile } from "../../../runtime/protocol/summaryFile.js";

test("rows that are none are left out, and what is missing in one has a plain value", () => {
  const summary = parseSummaryFile({
    version: 1,
    model: "Net",
    rows: [5, { name: "layer", mode: "eval", source: { line: 3 } }],
  });
  expect(summary?.rows).toEqual([
    {
      name: "layer",
      type: "",
      depth: 0,
      params: 0,
      trainableParams: 0,
      mode: "eval",
      flops: 0,
      inSizes: null,
      outSizes: null,
      source: null,
    },
  ]);
  expect(summary?.totals.totalParams).toBe(0);
});

test.each([null, "x", { version: 2, rows: [] }, { version: 1 }])("%j is no summary", (value) => {
  expect(parseSummaryFile(value)).toBeNull();
});
