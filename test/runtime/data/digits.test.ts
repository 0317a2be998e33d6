import "../onCpu.js";
import { expect, test } from "vitest";
import type { tf } from "../../../runtime/backend/tf.js";
import { Digits, DigitsDataModule } from "../../../runtime/data/digits.js";

test("the digits are 1,797 images of 8 × 8 with their classes; the first is a zero", () => {
  const digits = new Digits();
  const [image, label] = digits.getItem(0);
  const rows = Array.from({ length: 8 }, (_, y) =>
    [...image.data.subarray(8 * y, 8 * y + 8)].map((pixel) => (pixel > 0.5 ? "█" : "·")).join(""),
  );
  expect([digits.length, image.shape, label]).toEqual([1797, [8, 8, 1], 0]);
  expect(rows).toEqual([
    "···██···",
    "··████··",
    "··█··█··",
    "··█·····",
    "·····█··",
    "··█··█··",
    "··█·██··",
    "···██···",
  ]);
  const pixels = Array.from({ length: 1797 }, (_, i) => digits.getItem(i)[0].data);
  expect([
    Math.min(...pixels.map((data) => Math.min(...data))),
    Math.max(...pixels.map((data) => Math.max(...data))),
  ]).toEqual([0, 1]);
});

test("a sample that is not there says which are", () => {
  expect(() => new Digits().getItem(1797)).toThrow("Digits has no sample 1797; they are numbered 0 to 1796.");
});

test("the data module has the same three parts in every run", () => {
  const parts = () => {
    const data = new DigitsDataModule({ batchSize: 100 });
    data.setup();
    return [data.trainDataloader(), data.valDataloader(), data.testDataloader()];
  };
  const [train, val, other] = parts();
  expect([train, val, other].map((loader) => [loader?.dataset.length, loader?.length])).toEqual([
    [1257, 13],
    [270, 3],
    [270, 3],
  ]);
  const [images, labels] = [...(other ?? [])][0] as [tf.Tensor, tf.Tensor];
  const [, again] = [...(parts()[2] ?? [])][0] as [tf.Tensor, tf.Tensor];
  expect(images.shape).toEqual([100, 8, 8, 1]);
  expect([...labels.dataSync()]).toEqual([...again.dataSync()]);
});

test("a loader before setup says what to do", () => {
  expect(() => new DigitsDataModule().trainDataloader()).toThrow(
    "Call `setup()` before asking the DigitsDataModule for a loader; the Trainer does it by itself.",
  );
});
