import { expect, test } from "vitest";
import { collapsedBelow, treeRows, visibleRows } from "../../../media/summary/summaryTree.js";
import { summaryRow } from "./summaryRow.js";

const rows = treeRows(
  ["encoder", "encoder.block", "encoder.block.0", "encoder.act", "decoder", "decoder.0"].map((name) =>
    summaryRow(name),
  ),
);
const names = (collapsed: Iterable<string>) => visibleRows(rows, new Set(collapsed)).map(({ row }) => row.name);

test("rows know their parents and are labelled by the last part of their path", () => {
  expect(rows.map(({ label, parent, hasChildren }) => [label, parent, hasChildren])).toEqual([
    ["encoder", null, true],
    ["block", 0, true],
    ["0", 1, false],
    ["act", 0, false],
    ["decoder", null, true],
    ["0", 4, false],
  ]);
});

test("below a collapsed row nothing is seen, whatever is open in there", () => {
  expect(names(["encoder"])).toEqual(["encoder", "decoder", "decoder.0"]);
  expect(names(["encoder.block"])).toEqual(["encoder", "encoder.block", "encoder.act", "decoder", "decoder.0"]);
});

test("a depth shows the rows down to it", () => {
  expect(names(collapsedBelow(rows, 1))).toEqual(["encoder", "decoder"]);
  expect(names(collapsedBelow(rows, 2))).toEqual(["encoder", "encoder.block", "encoder.act", "decoder", "decoder.0"]);
});
