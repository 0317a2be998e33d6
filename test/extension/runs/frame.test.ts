import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFrame, SmoothingCache } from "../../../extension/runs/frame.js";
import { Run } from "../../../extension/runs/run.js";
import type { Frame, FrameRequest } from "../../../media/messages.js";
import { temporaryFolder } from "../../temporaryFolder.js";

describe("a chart's frame", () => {
  it("has the values where they are when there are few, and NaN where a run has none", async () => {
    const runs = await runsOf({ a: "step,loss\n0,4\n2,3\n", b: "step,loss\n1,9\n" });

    expect(picture(await frame(runs, {}))).toBe(`
at    0 1 2
a min 4 . 3
a max 4 . 3
a     4 . 3
b min . 9 .
b max . 9 .
b     . 9 .`);
  });

  it("has the extremes and the last value of every bucket when there are many", async () => {
    const rows = Array.from({ length: 1000 }, (_, i) => `${i},${i === 500 ? -7 : i % 10}`).join("\n");
    const runs = await runsOf({ a: `step,loss\n${rows}\n` });

    expect(picture(await frame(runs, { width: 4 }))).toBe(`
at    0 333 666 999
a min 0 0 -7 0
a max 9 9 9 9
a     6 9 2 9`);
  });

  it("shows a part of the axis when the user has zoomed in", async () => {
    const runs = await runsOf({ a: "step,loss\n0,4\n1,3\n2,2\n3,1\n" });

    expect(picture(await frame(runs, { range: [1, 2] }))).toBe(`
at    1 2
a min 3 2
a max 3 2
a     3 2`);
  });

  it("has the epochs along the bottom when they are asked for", async () => {
    const runs = await runsOf({ a: "epoch,step,loss\n0,9,4\n1,19,3\n" });

    expect(picture(await frame(runs, { axis: "epoch" }))).toBe(`
at    0.9 1.9
a min 4 3
a max 4 3
a     4 3`);
  });

  it("draws the smoothed line between the true extremes", async () => {
    const runs = await runsOf({ a: "step,loss\n0,0\n1,1\n" });

    expect(picture(await frame(runs, { smoothing: 0.5 }))).toBe(`
at    0 1
a min 0 1
a max 0 1
a     0 0.6666666666666666`);
  });

  it("is empty when no run has logged the metric", async () => {
    const made = await frame(await runsOf({ a: "step,loss\n0,4\n" }), { metric: "acc" });

    expect([made.range, made.buckets, made.data.byteLength]).toEqual([null, 0, 0]);
  });
});

async function runsOf(files: Readonly<Record<string, string>>): Promise<Run[]> {
  const folder = temporaryFolder(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${name}/metrics.csv`, text])),
  );
  const runs = Object.keys(files).map((name) => new Run(join(folder, name)));
  for (const run of runs) await run.refresh();
  return runs;
}

function frame(runs: readonly Run[], request: Partial<FrameRequest>): Promise<Frame> {
  const whole: FrameRequest = {
    ...{
      kind: "frame",
      id: 1,
      metric: "loss",
      runs: runs.map((run) => run.folder),
      axis: "step",
      range: null,
      width: 100,
      smoothing: 0,
    },
    ...request,
  };
  return makeFrame(whole, (id) => runs.find((run) => run.folder === id), new SmoothingCache());
}

function picture({ buckets, runs, data }: Frame): string {
  const rows = ["at   ", ...runs.flatMap((_, i) => ["min", "max", "   "].map((row) => `${"ab"[i]} ${row}`))];
  const numbers = new Float64Array(data);
  const line = (name: string, row: number) =>
    `${name} ${Array.from(numbers.subarray(row * buckets, (row + 1) * buckets), (value) => (Number.isNaN(value) ? "." : value)).join(" ")}`;
  return `\n${rows.map(line).join("\n")}`;
}
