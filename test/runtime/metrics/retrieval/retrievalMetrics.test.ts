import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

/** Two queries of three and four documents, in batches as they come. */
const queries = tf.tensor1d([0, 0, 0, 1, 1, 1, 1], "int32");
const scores = tf.tensor1d([0.2, 0.3, 0.5, 0.1, 0.3, 0.5, 0.2]);
const relevant = tf.tensor1d([0, 0, 1, 0, 1, 0, 1], "int32");

test("documents are ranked query by query, and the queries averaged", () => {
  const all = {
    MAP: new metrics.RetrievalMAP(),
    MRR: new metrics.RetrievalMRR(),
    precisionAt2: new metrics.RetrievalPrecision({ topK: 2 }),
    recallAt2: new metrics.RetrievalRecall({ topK: 2 }),
    hitRateAt1: new metrics.RetrievalHitRate({ topK: 1 }),
    nDCG: new metrics.RetrievalNormalizedDCG(),
  };
  for (const metric of Object.values(all)) {
    // A query's documents may come in several batches.
    for (const [from, count] of [
      [0, 5],
      [5, 2],
    ] as const) {
      metric.update(scores.slice(from, count), relevant.slice(from, count), queries.slice(from, count));
    }
  }
  expect(
    Object.entries(all).map(([name, metric]) => `${name} ${(metric.compute() as number).toFixed(4)}`),
  ).toMatchInlineSnapshot(`
    [
      "MAP 0.7917",
      "MRR 0.7500",
      "precisionAt2 0.5000",
      "recallAt2 0.7500",
      "hitRateAt1 0.5000",
      "nDCG 0.8467",
    ]
  `);
});

test.each([
  ["neg", 0.5],
  ["pos", 1],
  ["skip", 1],
] as const)(
  "with emptyTargetAction %j a query without relevant documents makes the mean %d",
  (emptyTargetAction, expected) => {
    const map = new metrics.RetrievalMAP({ emptyTargetAction });
    map.update(tf.tensor1d([0.9, 0.4, 0.7]), tf.tensor1d([1, 0, 0], "int32"), tf.tensor1d([0, 0, 1], "int32"));
    expect(map.compute()).toBe(expected);
  },
);

test("such a query can be an error, and so is a batch without queries", () => {
  const map = new metrics.RetrievalMAP({ emptyTargetAction: "error" });
  map.update(scores, tf.zerosLike(relevant), queries);
  expect([
    messageOf(() => map.compute()),
    messageOf(() => map.update(scores, relevant, queries.toFloat())),
  ]).toMatchInlineSnapshot(`
    [
      "A query given to RetrievalMAP has no positive target. Set \`emptyTargetAction\` to "skip", "neg" or "pos" to allow it.",
      "\`indexes\` of RetrievalMAP must be an int32 tensor; it is "float32".",
    ]
  `);
});
