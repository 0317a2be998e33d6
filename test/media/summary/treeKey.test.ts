import { expect, test } from "vitest";
import { treeRows, visibleRows } from "../../../media/summary/summaryTree.js";
import { treeKey } from "../../../media/summary/treeKey.js";
import { summaryRow } from "./summaryRow.js";

const rows = treeRows(["encoder", "encoder.0", "encoder.1", "head"].map((name) => summaryRow(name)));

/** What a key does on a row, as `focus NAME`. */
function press(key: string, on: string, collapsed: readonly string[] = []): string | null {
  const set = new Set(collapsed);
  const visible = visibleRows(rows, set);
  const at = visible.findIndex(({ row }) => row.name === on);
  const action = treeKey(key, visible, at, set);
  return action === null ? null : `${action.kind} ${rows[action.index]?.row.name}`;
}

test("up and down, Home and End go through the rows that are seen", () => {
  expect([
    press("ArrowDown", "encoder", ["encoder"]),
    press("ArrowUp", "head"),
    press("Home", "head"),
    press("End", "encoder"),
    press("ArrowDown", "head"),
  ]).toEqual(["focus head", "focus encoder.1", "focus encoder", "focus head", null]);
});

test("right opens, then goes in; left closes, or goes out", () => {
  expect([
    press("ArrowRight", "encoder", ["encoder"]),
    press("ArrowRight", "encoder"),
    press("ArrowRight", "head"),
    press("ArrowLeft", "encoder.1"),
    press("ArrowLeft", "encoder"),
    press("ArrowLeft", "head"),
  ]).toEqual(["expand encoder", "focus encoder.0", null, "focus encoder", "collapse encoder", null]);
});

test("Enter opens the row's source, and other keys are left alone", () => {
  expect([press("Enter", "head"), press("a", "head")]).toEqual(["open head", null]);
});
