import "../../onCpu.js";
import { expect, test } from "vitest";
import * as metrics from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

test("a metric is made for a task", () => {
  const made = [
    new metrics.Accuracy({ task: "binary" }),
    new metrics.Accuracy({ task: "multiclass", numClasses: 10 }),
    new metrics.AUROC({ task: "multilabel", numLabels: 3 }),
  ];
  expect(made.map((metric) => metric.constructor.name)).toEqual([
    "BinaryAccuracy",
    "MulticlassAccuracy",
    "MultilabelAUROC",
  ]);
  expect(made.map((metric) => metric instanceof metrics.Accuracy)).toEqual([true, true, false]);
});

test("without a task, or without what the task needs, it says what is missing", () => {
  const accuracy = (options: object) => messageOf(() => new metrics.Accuracy(options as { task: "binary" }));
  expect([
    messageOf(() => new (metrics.Accuracy as unknown as new () => unknown)()),
    accuracy({ task: "regression" }),
    accuracy({ task: "multiclass" }),
    accuracy({ task: "multilabel", numClasses: 3 }),
    accuracy({ task: "binary", treshold: 0.3 }),
    accuracy({ task: "binary", threshold: 3 }),
    accuracy({ task: "multiclass", numClasses: 3, average: "mean" }),
    accuracy({ task: "multiclass", numClasses: 3, topK: 4 }),
  ]).toMatchInlineSnapshot(`
    [
      "Accuracy needs to know its \`task\`, \`binary\`, \`multiclass\` or \`multilabel\`; it was not given. For example \`new Accuracy({ task: "binary", … })\`.",
      "Accuracy needs to know its \`task\`, \`binary\`, \`multiclass\` or \`multilabel\`; it is "regression". For example \`new Accuracy({ task: "binary", … })\`.",
      "\`numClasses\` of Accuracy must be a whole number when the task is "multiclass"; it is undefined.",
      "\`numLabels\` of Accuracy must be a whole number when the task is "multilabel"; it is undefined.",
      "BinaryAccuracy has no option \`treshold\`. Did you mean \`threshold\`?",
      "\`threshold\` of BinaryAccuracy must be a number from 0 to 1; it is 3.",
      "\`average\` of MulticlassAccuracy must be one of "micro", "macro", "weighted", "none", null; it is "mean".",
      "\`topK\` of MulticlassAccuracy must be at most \`numClasses\`, 3; it is 4.",
    ]
  `);
});
