import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { Accuracy, MulticlassAccuracy } from "../../../../runtime/metrics/index.js";
import { messageOf } from "../../messageOf.js";

const target = tf.tensor1d([0, 0, 0, 1, 2], "int32");
const scores = tf.tensor2d([
  [0.8, 0.1, 0.1],
  [0.7, 0.2, 0.1],
  [0.2, 0.5, 0.3],
  [0.1, 0.6, 0.3],
  [0.2, 0.5, 0.3],
]);

test.each([
  ["micro", 3 / 5],
  ["macro", (2 / 3 + 1 + 0) / 3],
  ["weighted", (2 / 3) * (3 / 5) + 1 / 5],
  ["none", [2 / 3, 1, 0]],
] as const)("of classes as different as these, the average %s", (average, expected) => {
  const accuracy = new Accuracy({ task: "multiclass", numClasses: 3, average });
  accuracy.update(scores, target);
  expect([accuracy.compute()].flat()).toEqual([expected].flat().map((value) => expect.closeTo(value, 6)));
});

test("several answers may be allowed, and targets ignored", () => {
  const share = (options: object) => new MulticlassAccuracy({ numClasses: 3, average: "micro", ...options });
  expect([
    share({ topK: 2 }).forward(scores, target),
    share({ ignoreIndex: 0 }).forward(scores, target),
    share({}).forward(scores.argMax(1), target),
  ]).toEqual([4 / 5, 1 / 2, 3 / 5]);
});

test("logits of a yes or no are taken through a sigmoid, probabilities are not", () => {
  const [yes, no] = [tf.tensor1d([1, 1], "int32"), tf.tensor1d([0, 0], "int32")];
  const accuracy = new Accuracy({ task: "binary", threshold: 0.7 });
  expect([accuracy.forward(tf.tensor1d([0.6, 0.8]), yes), accuracy.forward(tf.tensor1d([0.6, 8]), no)]).toEqual([
    0.5, 0.5,
  ]);
});

test("samplewise, the places of each sample are averaged alone", () => {
  const accuracy = new Accuracy({ task: "multiclass", numClasses: 2, average: "micro", multidimAverage: "samplewise" });
  const places = tf.tensor2d([1, 1, 0, 0], [2, 2], "int32");
  expect(accuracy.forward(places, tf.tensor2d([1, 1, 1, 0], [2, 2], "int32"))).toEqual([1, 0.5]);
});

test("what cannot be compared is refused with how to mend it", () => {
  const refused = (preds: tf.Tensor, wanted: tf.Tensor) =>
    messageOf(() => new MulticlassAccuracy({ numClasses: 3 }).update(preds, wanted));
  expect([
    refused(scores, target.slice(0, 4)),
    refused(tf.zeros([5, 4]), target),
    refused(scores.greater(0.5), target),
    refused(scores, tf.tensor1d([0, 1, 2, 3, 4], "int32")),
    refused(tf.range(0, 5, 1, "int32"), target),
  ]).toMatchInlineSnapshot(`
    [
      "\`preds\` of MulticlassAccuracy is [5, 3] and \`target\` is [4]. They must be [samples, classes, …] and [samples, …], or both [samples, …].",
      "\`preds\` of MulticlassAccuracy is [5, 4] and \`target\` is [5]. The second dimension of \`preds\` must be \`numClasses\`, 3.",
      "\`preds\` of MulticlassAccuracy is [5, 3] and \`target\` is [5]. Scores of classes must be floats.",
      "\`preds\` or \`target\` holds a class that is negative or not below \`numClasses\`. Check \`numClasses\`, or set \`ignoreIndex\` to the class that does not count.",
      "\`preds\` of MulticlassAccuracy holds more than 3 different classes: 0, 1, 2, 3 …. Check \`numClasses\`.",
    ]
  `);
});
