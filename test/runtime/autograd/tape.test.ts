import "../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";

test("backward adds the gradient to each parameter that the loss depends on", () => {
  recorded((tape) => {
    const [a, b, other] = [new Parameter(tf.scalar(3)), new Parameter(tf.scalar(4)), new Parameter(tf.scalar(5))];
    const loss = tf.add(tf.mul(a, b), tf.square(a));
    tape.backward(loss);
    expect([a, b, other].map(gradient)).toEqual([10, 3, null]);
    tape.backward(loss);
    expect([a, b].map(gradient)).toEqual([20, 6]);
    a.zeroGrad();
    expect(gradient(a)).toBeNull();
  });
});

test("a parameter that needs no gradient gets none", () => {
  recorded((tape) => {
    const [frozen, free] = [new Parameter(tf.scalar(3), false), new Parameter(tf.scalar(4))];
    tape.backward(tf.mul(frozen, free));
    expect([frozen, free].map(gradient)).toEqual([null, 3]);
  });
});

test("gradients may be computed by tfjs's own tf.grad inside", () => {
  recorded((tape) => {
    const a = new Parameter(tf.scalar(2));
    const cube = tf.grad((x) => tf.pow(x, 3))(a);
    tape.backward(tf.mul(a, cube));
    expect(gradient(a)).toBeGreaterThan(0);
  });
});

test("nothing but the gradients stays after a step", () => {
  const a = new Parameter(tf.scalar(3));
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const tape = new Tape();
    tape.open();
    tape.backward(tf.square(tf.exp(a)));
    tape.close();
  });
  expect(tf.memory().numTensors).toBe(before + 1);
  a.dispose();
  expect(tf.memory().numTensors).toBe(before - 1);
});

test("a loss that is no scalar, or depends on nothing, or was not recorded, says so", () => {
  recorded((tape) => {
    const a = new Parameter(tf.ones([2]));
    expect(() => tape.backward(tf.mul(a, 2))).toThrow(
      "backward() needs a scalar loss, and this one has shape [2]. Reduce it, for example by `loss.mean()`.",
    );
    expect(() => tape.backward(tf.scalar(1))).toThrow(
      "The loss does not depend on any parameter that requires a gradient. Compute it from the model's output with tfjs operations " +
        "(not from `dataSync()` values), and check that the layers are not frozen.",
    );
  });
  expect(() => new Tape().backward(tf.scalar(1))).toThrow(
    "backward() was called outside a training step: nothing was recorded.",
  );
});

test("comparisons and indices are in the way of no gradient: what they choose has one", () => {
  recorded((tape) => {
    const a = new Parameter(tf.tensor1d([3, -2]));
    const chosen = tf.where(tf.greater(a, 0), tf.mul(a, 2), tf.zerosLike(a));
    tape.backward(tf.sum(tf.mul(chosen, tf.argMax(a).toFloat().add(1))));
    expect([...(a.grad as tf.Tensor).dataSync()]).toEqual([2, 0]);
  });
});

test("a tape that looks for NaN names the operation whose gradient has the first", () => {
  recorded(
    (tape) => {
      const a = new Parameter(tf.scalar(-1));
      expect(() => tape.backward(tf.mul(tf.sqrt(a), 2))).toThrow(
        "The gradient of the operation Sqrt with respect to its input `x` has NaN values. Look at what it was given: a root of a negative number, a logarithm of 0, or a division by 0 does this.",
      );
    },
    new Tape({ findsNaN: true }),
  );
});

function recorded(work: (tape: Tape) => void, tape = new Tape()): void {
  tf.tidy(() => {
    tape.open();
    try {
      work(tape);
    } finally {
      tape.close();
    }
  });
}

function gradient({ grad }: Parameter): number | null {
  return grad === null ? null : (grad.dataSync()[0] as number);
}
