import { expect, test } from "vitest";
import { numberText, progressLine } from "../../../runtime/callbacks/progressLine.js";

const STATE = { description: "Epoch 0", done: 2, total: 4, seconds: 0.5, postfix: {} };

test.each([
  [{}, "Epoch 0:  50%|█████     | 2/4 [00:00<00:00,  4.00it/s]"],
  [{ done: 0 }, "Epoch 0:   0%|          | 0/4 [00:00<?, ?it/s]"],
  [{ done: 4 }, "Epoch 0: 100%|██████████| 4/4 [00:00<00:00,  8.00it/s]"],
  [{ done: 1, total: 8 }, "Epoch 0:  12%|█▎        | 1/8 [00:00<00:03,  2.00it/s]"],
  [{ done: 7, total: Number.POSITIVE_INFINITY }, "Epoch 0: |          | 7/? [00:00<?, 14.00it/s]"],
  [{ done: 1, total: 4, seconds: 3700 }, "Epoch 0:  25%|██▌       | 1/4 [1:01:40<3:05:00,  0.00it/s]"],
  [
    { postfix: { v_num: "0", loss: 0.5 } },
    "Epoch 0:  50%|█████     | 2/4 [00:00<00:00,  4.00it/s, v_num=0, loss=0.500]",
  ],
])("a bar of %o is drawn as tqdm draws it", (state, text) => {
  expect(progressLine({ ...STATE, ...state })).toBe(text);
});

test("where the width is known, the bar fills the line, and what does not fit is cut off", () => {
  expect(progressLine(STATE, 60)).toBe("Epoch 0:  50%|████████        | 2/4 [00:00<00:00,  4.00it/s]");
  expect(progressLine(STATE, 30)).toBe("Epoch 0:  50%|▌| 2/4 [00:00<00");
});

test.each([
  [0.0271828, "0.0272"],
  [0.021, "0.021"],
  [1, "1.000"],
  [0.5, "0.500"],
  [12.345, "12.30"],
  [123.45, "123.0"],
  [1234.5, "1234.5"],
  [123456, "1.23e+5"],
  [0.00001234, "1.23e-5"],
  [0, "0.000"],
  [-0.25, "-0.25"],
  [Number.NaN, "nan"],
  [Number.POSITIVE_INFINITY, "inf"],
])("the metric %d is shown as %s", (value, text) => {
  expect(numberText(value)).toBe(text);
});
