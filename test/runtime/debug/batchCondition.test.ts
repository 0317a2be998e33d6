import { describe, expect, it } from "vitest";
import { BatchCondition } from "../../../runtime/debug/batchCondition.js";
import { MetricCondition, MetricHistory } from "../../../runtime/debug/metricHistory.js";
import { nonFinite, nonFiniteText } from "../../../runtime/debug/nonFinite.js";

describe("a condition", () => {
  it.each([
    ["", true],
    ["epoch === 3 && batch % 100 === 0", true],
    ["val_loss > 1e2", false],
    ["Math.abs(val_loss) < 1", true],
    ['metrics["val/loss"] === 2', true],
    ["stage === 'train' ? true : false", true],
    ["[1, 2].some((epoch) => epoch === 2)", true],
    // Nobody has logged it yet.
    ["train_loss < 5", false],
    ["train_loss.x", false],
  ])("`%s` is %s", (text, holds) => {
    const metrics = { val_loss: 0.5, "val/loss": 2 };
    expect(new BatchCondition(text).holds({ ...metrics, metrics, epoch: 3, batch: 200, stage: "train" })).toBe(holds);
  });

  it("knows what it names, strings too, in their order", () => {
    expect(new BatchCondition('metrics["val/loss"] > 2 * best && !train_acc.toFixed').names).toEqual([
      "metrics",
      "val/loss",
      "best",
      "train_acc",
    ]);
  });

  it("that is none is refused at once", () => {
    expect(() => new BatchCondition("val_loss >")).toThrow(SyntaxError);
  });
});

describe("a condition over metrics", () => {
  /** What a condition tells as a metric goes through some values. */
  function told(text: string, name: string, values: readonly number[], modes: [string, "min" | "max"][] = []) {
    const history = new MetricHistory(new Map(modes));
    const condition = new MetricCondition(text);
    return values.map((value) => condition.hit({ [name]: value }, history.update({ [name]: value }), history, {}));
  }

  it("is looked at when a metric that it names has a new value; `best` is the best one before", () => {
    expect(told("val_loss > 2 * best", "val_loss", [3, 2, 5, 5, 1, Number.NaN, 3])).toEqual([
      null,
      null,
      "val_loss > 2 * best (val_loss 5, best 2)",
      null,
      null,
      null,
      "val_loss > 2 * best (val_loss 3, best 1)",
    ]);
  });

  it("takes more for better where the name says so, or a callback", () => {
    expect(told("val_acc > best", "val_acc", [0.5, 0.4, 0.45, 0.6])[3]).toBe("val_acc > best (val_acc 0.6, best 0.5)");
    expect(told("gain > best", "gain", [0.5, 0.4, 0.45], [["gain", "max"]])).toEqual([null, null, null]);
  });

  it("over the epoch too is told when it begins to hold", () => {
    const history = new MetricHistory(new Map());
    const condition = new MetricCondition("val_loss === 1 && epoch === 2");
    const hits = [1, 2, 2].map((epoch) =>
      condition.hit({ val_loss: 1 }, history.update({ val_loss: 1 }), history, { epoch }),
    );
    expect(hits).toEqual([null, "val_loss === 1 && epoch === 2 (val_loss 1)", null]);
  });

  it("that names no metric is told once for as long as it holds", () => {
    const history = new MetricHistory(new Map());
    const condition = new MetricCondition("epoch > 1");
    const hits = [0, 2, 2, 1, 3].map((epoch) => condition.hit({}, new Set(), history, { epoch }));
    expect(hits).toEqual([null, "epoch > 1", null, null, "epoch > 1"]);
  });
});

describe("what is not finite", () => {
  it("is counted by kind", () => {
    const values = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, Number.NaN, -0, Number.NEGATIVE_INFINITY);
    const found = nonFinite({ what: "gradient", name: "net.0.weight", values });
    expect(found).toMatchObject({ nan: 2, infinite: 2 });
    expect(nonFiniteText(found === null ? [] : [found, found, found])).toBe(
      "Non-finite gradient: net.0.weight (2 NaN, 2 Inf), and 2 more",
    );
    expect(nonFiniteText([{ what: "loss", name: null, nan: 1, infinite: 0 }])).toBe("Non-finite loss (1 NaN, 0 Inf)");
  });

  it("is nothing when all are finite", () => {
    expect(nonFinite({ what: "loss", name: null, values: [0, -0, 1e38] })).toBeNull();
  });
});
