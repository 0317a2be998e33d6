import { expect, test } from "vitest";
import { type RunSlot, runSlots } from "../../../media/metrics/runSlots.js";

const counts = { first: 6, colours: 10, dashes: 4 };
const none: ReadonlyMap<string, RunSlot> = new Map();
const names = (count: number) => Array.from({ length: count }, (_, i) => `runs/version_${i}`);
const text = (slots: ReadonlyMap<string, RunSlot>) =>
  [...slots.values()].map(({ colour, dash }) => `${colour}/${dash}`);

test("a run has the same colour in every panel, and it is one of the editor's", () => {
  const alone = runSlots(["runs/version_7"], none, counts).get("runs/version_7");
  const other = runSlots(["runs/version_7", "elsewhere"], none, counts).get("runs/version_7");
  expect(other).toEqual(alone);
  expect(alone?.colour).toBeLessThan(6);
  expect(alone?.dash).toBe(0);
});

test("runs that are shown together all look different, as long as there are colours and dashes", () => {
  expect(new Set(text(runSlots(names(40), none, counts))).size).toBe(40);
});

test("the editor's colours go first, then the others, then dashes", () => {
  const slots = [...runSlots(names(11), none, counts).values()];
  expect(slots.slice(0, 6).every(({ colour, dash }) => colour < 6 && dash === 0)).toBe(true);
  expect(
    slots
      .slice(6)
      .map(({ colour, dash }) => [colour, dash].join("/"))
      .slice(0, 4),
  ).toEqual(["6/0", "7/0", "8/0", "9/0"]);
  expect(slots[10]?.dash).toBe(1);
});

test("a shown run keeps its slot when others come and go", () => {
  const before = runSlots(names(8), none, counts);
  const after = runSlots(["runs/new", ...names(8).slice(3)], before, counts);
  for (const id of names(8).slice(3)) expect(after.get(id)).toEqual(before.get(id));
});

test("with more runs than slots, runs share them", () => {
  expect(runSlots(names(50), none, counts).size).toBe(50);
});
