import { describe, expect, it } from "vitest";
import { MetricTable } from "../../../extension/runs/metricTable.js";

describe("a metrics.csv", () => {
  it("becomes one series per metric; blank cells are missing values, step and epoch are no metrics", () => {
    const table = tableOf(`
epoch,step,train_loss,val_loss
0,49,0.5,
0,99,,0.25
1,149,0.125,
`);
    expect(picture(table)).toBe("train_loss 49:0.5 149:0.125\nval_loss 99:0.25");
  });

  it("may arrive in pieces that end anywhere", () => {
    const table = new MetricTable();
    for (const character of "step,loss\r\n0,0.5\r\n1,0.25\r\n2,0.1") table.push(character);

    expect(picture(table)).toBe("loss 0:0.5 1:0.25");
  });

  it("keeps values that are no numbers apart, and counts cells that cannot be read", () => {
    const table = tableOf("\nstep,loss\n0,nan\n1,inf\n2,0.5\n3,oops\n");

    expect(picture(table)).toBe("loss 2:0.5");
    expect(table.series.get("loss")?.nonFinite).toEqual({ count: 2, firstStep: 0, first: Number.NaN });
    expect(table.unreadable).toBe(1);
  });

  it("reads names that have commas and quotes in them", () => {
    expect(picture(tableOf('\nstep,"acc, ""top 5"""\n7,0.5\n'))).toBe('acc, "top 5" 7:0.5');
  });

  it("counts rows where there are no steps", () => {
    expect(picture(tableOf("\nloss\n3\n2\n"))).toBe("loss 0:3 1:2");
  });

  it("refuses a line that is beyond all measure", () => {
    expect(() => new MetricTable().push("x".repeat(1 << 21))).toThrow("this is not a metrics.csv of Lightning");
  });
});

function tableOf(text: string): MetricTable {
  const table = new MetricTable();
  table.push(text.slice(1));
  return table;
}

function picture({ series }: MetricTable): string {
  const line = ([name, { steps, values }]: [
    string,
    { steps: { numbers: Float64Array }; values: { numbers: Float64Array } },
  ]) => [name, ...Array.from(steps.numbers, (step, i) => `${step}:${values.numbers[i]}`)].join(" ");
  return [...series].map(line).join("\n");
}
