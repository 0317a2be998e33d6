import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { crossEntropy, mseLoss, type Reduction } from "../../../runtime/functional/losses.js";
import { goldenLayers, near, tensorOf } from "../nn/goldenLayers.js";

const LOSSES = { MSELoss: mseLoss, CrossEntropyLoss: crossEntropy } as const;

test.each(goldenLayers("losses", /mseloss_(none|sum)|crossentropy_(default|large_logits)$/))(
  "%s: the loss is torch's",
  (_id, { module, calls }) => {
    tf.tidy(() => {
      const loss = LOSSES[module.class as keyof typeof LOSSES];
      for (const { inputs, outputs } of calls) {
        const [input, target] = [tensorOf(inputs["input"] as never), tensorOf(inputs["target"] as never)];
        const reduction = (module.args["reduction"] ?? "mean") as Reduction;
        const { received, expected } = near(loss(input, target, { reduction }), outputs["output"] as never);
        expect(received).toEqual(expected);
      }
    });
  },
);

test("probabilities may be the target of a cross entropy", () => {
  const logits = tf.tensor2d([[2, 1, 0]]);
  const [hard, soft] = [tf.tensor1d([0], "int32"), tf.tensor2d([[1, 0, 0]])];
  expect(crossEntropy(logits, soft).dataSync()[0]).toBeCloseTo(crossEntropy(logits, hard).dataSync()[0] as number, 6);
});

test("shapes that do not fit are an error with both", () => {
  expect(() => mseLoss(tf.zeros([2, 3]), tf.zeros([2]))).toThrow(
    "mseLoss got an input of shape [2,3] and a target of shape [2]; they must be the same.",
  );
  expect(() => crossEntropy(tf.zeros([2, 3]), tf.zeros([3]))).toThrow(
    "crossEntropy got logits of shape [2,3] and a target of shape [3]. " +
      "It wants logits [batch, classes] and a target of class numbers [batch], or of probabilities [batch, classes].",
  );
});
