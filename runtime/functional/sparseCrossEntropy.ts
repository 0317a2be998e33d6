import { type NativeKernels, native, tf } from "../backend/tf.js";
import { detached, differentiable, isDifferentiatedTwice } from "./differentiable.js";

/**
 * The cross entropy of each row of logits `[samples, classes]` with its class: one operation of the tape, since it is in the path of nearly
 * every training step. The labels must be classes.
 */
export function sparseCrossEntropy(logits: tf.Tensor, labels: tf.Tensor1D): tf.Tensor {
  return native === null || isDifferentiatedTwice() ? composed(logits, labels) : fused(native, logits, labels);
}

/** One kernel gives the losses and the gradient too. */
function fused({ ops }: NativeKernels, logits: tf.Tensor, labels: tf.Tensor1D): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [logits],
    forward: (save) => {
      const [losses, gradient] = ops.sparseCrossEntropy(logits, labels);
      save([gradient]);
      return losses;
    },
    gradients: (dy, [gradient]) => [() => tf.mul(gradient as tf.Tensor, tf.expandDims(dy, -1))],
  });
}

function composed(logits: tf.Tensor, labels: tf.Tensor1D): tf.Tensor {
  return differentiable<tf.Tensor>({
    inputs: [logits],
    forward: (save) => {
      const shifted = tf.sub(
        logits,
        detached(() => tf.max(logits, -1, true)),
      );
      const exponentials = tf.exp(shifted);
      const sums = tf.sum(exponentials, -1, true);
      const isLabel = labelMask(labels, logits.shape.at(-1) ?? 1);
      save([exponentials, sums, isLabel]);
      return tf.sub(tf.squeeze(tf.log(sums), [-1]), sumWhere(isLabel, shifted));
    },
    gradients: (dy, [exponentials, sums, isLabel]) => [
      () => {
        const softmax = tf.div(exponentials as tf.Tensor, sums as tf.Tensor);
        return tf.mul(tf.sub(softmax, tf.cast(isLabel as tf.Tensor, "float32")), tf.expandDims(dy, -1));
      },
    ],
  });
}

/** The value `[samples]` of each row at its class. */
export function pickClass(rows: tf.Tensor, labels: tf.Tensor1D): tf.Tensor {
  return sumWhere(labelMask(labels, rows.shape.at(-1) ?? 1), rows);
}

/** `[samples, classes]`: true at each row's class. */
export function labelMask(labels: tf.Tensor1D, classes: number): tf.Tensor {
  return tf.equal(tf.expandDims(labels, -1), tf.range(0, classes, 1, "int32"));
}

/** Values elsewhere may be infinite: they are replaced, not multiplied by 0. */
function sumWhere(mask: tf.Tensor, rows: tf.Tensor): tf.Tensor {
  return tf.sum(tf.where(mask, rows, tf.zerosLike(rows)), -1);
}
