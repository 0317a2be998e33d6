import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MetricsFile } from "../../../extension/runs/metricsFile.js";
import { temporaryFolder } from "../../temporaryFolder.js";

describe("following a metrics.csv", () => {
  it("takes in what was appended, and waits for the rest of a line that is being written", async () => {
    const path = join(temporaryFolder({ "metrics.csv": "step,loss\n0,4\n" }), "metrics.csv");
    const file = new MetricsFile(path);
    await file.refresh();
    appendFileSync(path, "1,3\n2,");
    await file.refresh();
    const halfWay = values(file);
    appendFileSync(path, "2\n");
    await file.refresh();

    expect([halfWay, values(file)]).toEqual([
      [4, 3],
      [4, 3, 2],
    ]);
  });

  it("reads it again when Lightning writes it anew with one column more", async () => {
    const path = join(temporaryFolder({ "metrics.csv": "step,loss\n0,4\n1,3\n" }), "metrics.csv");
    const file = new MetricsFile(path);
    await file.refresh();
    writeFileSync(path, "acc,step,loss\n,0,4\n,1,3\n0.5,1,\n");

    expect(await file.refresh()).toBe(true);
    expect([values(file), file.table.series.get("acc")?.last]).toEqual([[4, 3], { step: 1, value: 0.5 }]);
  });

  it("says that nothing changed when nothing did", async () => {
    const file = new MetricsFile(join(temporaryFolder({ "metrics.csv": "step,loss\n0,4\n" }), "metrics.csv"));

    expect([await file.refresh(), await file.refresh()]).toEqual([true, false]);
  });

  it("has no values and no error before the first row is written", async () => {
    const file = new MetricsFile(join(temporaryFolder(), "metrics.csv"));

    expect([await file.refresh(), file.error, values(file)]).toEqual([false, null, []]);
  });

  it("says why it cannot be read", async () => {
    const file = new MetricsFile(temporaryFolder());
    await file.refresh();

    expect(file.error).toContain("EISDIR");
  });
});

function values(file: MetricsFile): number[] {
  return [...(file.table.series.get("loss")?.values.numbers ?? [])];
}
