import "../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../runtime/backend/tf.js";
import { Flatten, Unflatten } from "../../../runtime/nn/flatten.js";
import { messageOf } from "../messageOf.js";

test("Flatten joins all but the batch, or the dimensions that are named", () => {
  const x = tf.zeros([2, 3, 4, 5]);
  expect(
    [new Flatten(), new Flatten(0), new Flatten(1, 2), new Flatten(-2)].map((layer) => layer.forward(x).shape),
  ).toEqual([[2, 60], [120], [2, 12, 5], [2, 3, 20]]);
});

test("Unflatten splits one, of whose sizes -1 is what is left", () => {
  expect(new Unflatten(1, [2, -1]).forward(tf.zeros([2, 6, 4])).shape).toEqual([2, 2, 3, 4]);
});

test("dimensions that do not exist and sizes that do not fit are refused", () => {
  const mistakes = [
    () => new Flatten(2, 1).forward(tf.zeros([2, 3, 4])),
    () => new Flatten().forward(tf.zeros([2])),
    () => new Unflatten(1, [2, 2]).forward(tf.zeros([2, 6])),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "Flatten(2, 1) got an input of shape [2, 3, 4], of which it would join the dimensions 2 to 1: its startDim must not come after its endDim. Swap them.
    Flatten(1, -1): startDim got dim = 1, and its input has 1 dimension: dim lies in [-1, 0].
    Unflatten(1, [2, 2]) got an input of shape [2, 6], and it wants a dimension 1 that splits into [2, 2]. The sizes do not multiply up to the size of dimension 1, which is 6."
  `);
});
