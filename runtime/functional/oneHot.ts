import { tf } from "../backend/tf.js";

/**
 * 1 at each number and 0 elsewhere, int32 `[..., classes]`.
 *
 * @param x class numbers, int32 of any shape.
 * @param numClasses default -1: one more than the greatest number.
 * @throws for numbers that are negative or too great.
 */
export function oneHot(x: tf.Tensor, numClasses = -1): tf.Tensor {
  if (x.dtype !== "int32") {
    throw new TypeError(
      `oneHot wants class numbers as int32, and its input is ${x.dtype}. Make them so by \`toInt()\`.`,
    );
  }
  const numbers = x.dataSync() as Int32Array;
  let [least, greatest] = [0, -1];
  for (const one of numbers) [least, greatest] = [Math.min(least, one), Math.max(greatest, one)];
  if (least < 0) throw new RangeError(`oneHot got the class ${least}: class numbers are not negative.`);
  if (numClasses === -1 && numbers.length === 0) {
    throw new RangeError("oneHot got no numbers to take the number of classes from. Give it as the second argument.");
  }
  const classes = numClasses === -1 ? greatest + 1 : numClasses;
  if (!(classes >= 1)) throw new RangeError(`oneHot got numClasses = ${numClasses}, which must be positive.`);
  if (greatest >= classes) {
    throw new RangeError(`oneHot got the class ${greatest}, and numbers must be smaller than numClasses = ${classes}.`);
  }
  return tf.oneHot(x as tf.Tensor1D, classes);
}
