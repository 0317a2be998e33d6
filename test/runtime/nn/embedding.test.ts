import "../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { Embedding } from "../../../runtime/nn/embedding.js";
import { messageOf } from "../messageOf.js";

const numbers = (...rows: number[]) => tf.tensor1d(rows, "int32");

test("the padding row is 0 at first and gets no gradient", () => {
  const table = new Embedding(3, 1, { paddingIdx: -1 });
  expect(table.paddingIdx).toBe(2);
  expect(table.forward(numbers(2)).dataSync()[0]).toBe(0);
  const tape = new Tape();
  tape.open();
  tape.backward(table.forward(numbers(0, 0, 2)).sum());
  tape.close();
  expect([...(table.weight.grad as tf.Tensor).dataSync()]).toEqual([2, 0, 0]);
});

test("rows that are looked up are scaled down to the greatest norm, others stay", () => {
  const table = Embedding.fromPretrained(
    tf.tensor2d([
      [3, 4],
      [6, 8],
    ]),
    { maxNorm: 1 },
  );
  table.forward(numbers(0));
  expect([...table.weight.dataSync()].map((x) => x.toFixed(1))).toEqual(["0.6", "0.8", "6.0", "8.0"]);
  expect(table.weight.requiresGrad).toBe(false);
});

test("a number that is no row, or no whole number, is refused", () => {
  const table = new Embedding(3, 2);
  const mistakes = [
    () => table.forward(numbers(1, 3)),
    () => table.forward(tf.tensor1d([0.5])),
    () => new Embedding(3, 2, { paddingIdx: 3 }),
  ];
  expect(mistakes.map(messageOf).join("\n")).toMatchInlineSnapshot(`
    "Embedding(3, 2): Embedding got the number 3, and its table has the rows 0 to 2. Make \`numEmbeddings\` greater, or map what is unknown to a row of its own.
    Embedding(3, 2): Embedding wants row numbers as int32, and its input of shape [1] is float32. Make them so by \`toInt()\`.
    Embedding got paddingIdx = 3, which is none of its 3 rows: it lies in [-3, 2]."
  `);
});
