import "../onCpu.js";
import { afterEach, expect, test, vi } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import * as metrics from "../../../runtime/metrics/index.js";
import { messageOf } from "../messageOf.js";

/** A metric as a user writes it. */
class ShareAbove extends metrics.Metric {
  above = this.addState("above", 0, { distReduceFx: "sum" });
  total = this.addState("total", 0, { distReduceFx: "sum" });
  /** How often its own code ran. */
  calls: string[] = [];

  update(values: tf.Tensor) {
    this.calls.push("update");
    const [above = 0] = values.greater(0.5).sum().dataSync();
    this.above += above;
    this.total += values.size;
  }

  compute() {
    this.calls.push("compute");
    return this.above / this.total;
  }
}

class OnceForward extends ShareAbove {
  override readonly fullStateUpdate = false as boolean | null;
}

/** Remembers tensors: those of one update, and the largest values of all. */
class Extremes extends metrics.Metric<number[]> {
  highest = this.addState("highest", tf.fill([2], Number.NEGATIVE_INFINITY), { distReduceFx: "max" });
  rows: tf.Tensor[] = this.addState<tf.Tensor>("rows", [], { distReduceFx: "cat" });

  update(row: tf.Tensor1D) {
    this.highest = tf.maximum(this.highest, row);
    this.rows.push(row.mul(10));
  }

  compute() {
    return [...this.highest.dataSync(), ...this.rows.flatMap((row) => [...row.dataSync()])];
  }
}

const few = tf.tensor1d([0.9]);
const many = tf.tensor1d([0.1, 0.2, 0.8]);

afterEach(() => vi.restoreAllMocks());

test("a value is computed from what all batches left, not as a mean of means", () => {
  const share = new ShareAbove();
  share.update(few);
  share.update(many);
  expect(share.compute()).toBe(2 / 4);
});

test("reset forgets all batches", () => {
  const share = new ShareAbove();
  share.update(few);
  share.reset();
  expect({ ...share.metricState, updateCount: share.updateCount }).toEqual({ above: 0, total: 0, updateCount: 0 });
});

test.each([
  ["updates twice", ShareAbove, "update, update, compute"],
  ["updates once when its states merge", OnceForward, "update, compute"],
])("forward gives a batch's own value and adds it to the others: it %s", (_, Share, calls) => {
  const share = new Share();
  share.update(few);
  share.calls = [];
  expect([share.forward(many), share.lastValue, share.calls.join(", ")]).toEqual([1 / 3, 1 / 3, calls]);
  expect([share.compute(), share.updateCount]).toEqual([2 / 4, 2]);
});

test("a value is computed once, until the next update", () => {
  const share = new ShareAbove();
  share.update(few);
  for (let i = 0; i < 3; i++) share.compute();
  share.update(many);
  share.compute();
  expect(share.calls.join(" ")).toBe("update compute update compute");
});

test("computing before there was a batch warns", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  new metrics.MeanMetric().compute();
  expect(warn.mock.calls).toMatchInlineSnapshot(`
    [
      [
        "The \`compute\` method of metric MeanMetric was called before the \`update\` method which may lead to errors, as metric states have not yet been updated.",
      ],
    ]
  `);
});

test("a clone goes on by itself", () => {
  const share = new ShareAbove();
  share.update(few);
  const copy = share.clone();
  copy.update(many);
  expect([share.compute(), copy.compute()]).toEqual([1, 2 / 4]);
});

test("workers' metrics merge into what one would have computed, also by what was sent as plain data", () => {
  const [first, second, third] = [new ShareAbove(), new ShareAbove(), new ShareAbove()];
  first.update(few);
  second.update(many);
  third.update(many);
  first.merge(second);
  first.merge(structuredClone(third.snapshot()));
  expect([first.compute(), first.updateCount]).toEqual([3 / 7, 3]);
});

test("states of another kind of metric are refused", () => {
  const [share, mean] = [new ShareAbove(), new metrics.MeanMetric()];
  expect([messageOf(() => share.merge(mean)), messageOf(() => share.merge(mean.snapshot()))]).toMatchInlineSnapshot(`
    [
      "A ShareAbove cannot take in the states of a MeanMetric. Give it a metric of the same class and options.",
      "The states given to ShareAbove have no \`above\`; they are of another metric.",
    ]
  `);
});

test("persistent states are in the state, no others", () => {
  const [share, restored] = [new ShareAbove(), new ShareAbove()];
  share.update(many);
  const none = share.stateDict();
  share.persistent(true);
  restored.loadStateDict(share.stateDict());
  expect([none, share.stateDict(), restored.metricState]).toEqual([{}, { above: 1, total: 3 }, { above: 1, total: 3 }]);
});

test("tensors that become a state are kept, all others are freed", () => {
  const rows = [tf.tensor1d([1, 5]), tf.tensor1d([3, 2])] as const;
  const before = tf.memory().numTensors;
  const extremes = new Extremes();
  const made = tf.memory().numTensors;
  const values = rows.map((row) => extremes.forward(row));
  const copy = extremes.clone();
  extremes.merge(copy);
  extremes.merge(structuredClone(copy.snapshot()));
  expect([...values, copy.compute()]).toEqual([
    [1, 5, 10, 50],
    [3, 2, 30, 20],
    [3, 5, 10, 50, 30, 20],
  ]);
  expect(extremes.compute()).toEqual([3, 5, 10, 50, 30, 20, 10, 50, 30, 20, 10, 50, 30, 20]);
  extremes.reset();
  copy.reset();
  // The initial and the present value of one tensor state, of each.
  expect([made - before, tf.memory().numTensors - made]).toEqual([2, 2]);
});

test("a state without a field, or of a kind that cannot be one, says how to declare it", () => {
  class Hidden extends ShareAbove {
    constructor() {
      super();
      this.addState("hidden", 0);
    }
  }
  class Text extends ShareAbove {
    text = this.addState("text", "" as unknown as number);
  }
  class Unmergeable extends ShareAbove {
    sum = this.addState("sum", 0, { distReduceFx: "total" as "sum" });
  }
  expect([
    messageOf(() => new Hidden().update(few)),
    messageOf(() => new Text()),
    messageOf(() => new Unmergeable()),
  ]).toMatchInlineSnapshot(`
    [
      "Hidden declares the state \`hidden\` and has no field of that name. Assign it: \`hidden = this.addState("hidden", …)\`, without \`#\`.",
      "The state \`text\` of Text must begin as a number, a typed array, a tensor or an empty list; it was given "".",
      "\`distReduceFx\` of the state \`sum\` of Unmergeable must be "sum", "mean", "max", "min", "cat", null or a function; it is "total".",
    ]
  `);
});

test("a state that is not declared how to merge is not merged", () => {
  class Unmerged extends ShareAbove {
    last = this.addState("last", 0);
  }
  expect(messageOf(() => new Unmerged().merge(new Unmerged()))).toMatchInlineSnapshot(
    `"The states \`last\` of two workers cannot be merged with distReduceFx null. Use "sum", "mean", "max", "min" or a function for it, or override \`mergeStates\`."`,
  );
});

test("an unknown option, and one of another type, is refused", () => {
  expect([
    messageOf(() => new metrics.MeanSquaredError({ square: false } as object)),
    messageOf(() => new metrics.MeanSquaredError({ numOutput: 2 } as object)),
    messageOf(() => new metrics.MeanSquaredError({ computeWithCache: 1 } as object)),
    messageOf(() => new metrics.MeanSquaredError().update([1] as unknown as tf.Tensor, few)),
  ]).toMatchInlineSnapshot(`
    [
      "MeanSquaredError has no option \`square\`. Did you mean \`squared\`?",
      "MeanSquaredError has no option \`numOutput\`. Did you mean \`numOutputs\`?",
      "\`computeWithCache\` of MeanSquaredError must be true or false; it is 1.",
      "\`preds\` of MeanSquaredError must be a tensor of numbers or booleans; it is a list; make a tensor of it: \`tf.tensor(…)\`.",
    ]
  `);
});
