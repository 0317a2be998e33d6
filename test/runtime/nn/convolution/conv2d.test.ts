import "../../onCpu.js";
import { expect, test } from "vitest";
import { tf } from "../../../../runtime/backend/tf.js";
import { Conv1d } from "../../../../runtime/nn/convolution/conv1d.js";
import { Conv2d, type Conv2dOptions } from "../../../../runtime/nn/convolution/conv2d.js";
import { ConvTranspose2d } from "../../../../runtime/nn/convolution/convTranspose2d.js";

test("kernels are kept as TensorFlow wants them: height, width, channels in (of a group), channels out", () => {
  expect(new Conv2d(4, 6, [3, 5], { groups: 2 }).weight.shape).toEqual([3, 5, 2, 6]);
  expect(new Conv1d(4, 6, 3).weight.shape).toEqual([3, 4, 6]);
  expect(new ConvTranspose2d(4, 6, 3).weight.shape).toEqual([3, 3, 6, 4]);
});

test("the usual convolution is one operation, and one more for its bias", async () => {
  expect(await operations({ padding: 1 })).toEqual(["Conv2D", "Add"]);
  expect(await operations({ padding: "same" })).toEqual(["Conv2D", "Add"]);
  expect(await operations({ bias: false })).toEqual(["Conv2D"]);
  expect(await operations({ stride: 2, padding: 1 })).toEqual(["PadV2", "Conv2D", "Add"]);
  expect(await operations({ stride: 2, padding: 1 }, 7)).toEqual(["Conv2D", "Add"]);
});

test("options that mean nothing are refused when the layer is made", () => {
  const made = (options: object) => () => new Conv2d(4, 6, 3, options);
  expect(made({ groups: 4 })).toThrow("Conv2d: outChannels must be divisible by groups, and 6 is not by 4.");
  expect(made({ padding: "same", stride: 2 })).toThrow(
    'Conv2d: padding "same" keeps the size, so it goes with stride 1 only, not 2 and 2.',
  );
  expect(made({ padding: "full" })).toThrow('Conv2d: there is no padding "full"; give a number, "same" or "valid".');
  expect(made({ paddingMode: "mirror" })).toThrow(
    'Conv2d: there is no paddingMode "mirror"; there are zeros, reflect, replicate, circular.',
  );
});

/** The kernels that a forward runs. */
async function operations(options: Conv2dOptions, size = 8): Promise<string[]> {
  const conv = new Conv2d(2, 3, 3, options);
  const { kernels } = await tf.profile(() => conv.forward(tf.zeros([1, size, size, 2])));
  return kernels.map(({ name }) => name);
}
