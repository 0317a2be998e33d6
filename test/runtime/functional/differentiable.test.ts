import "../onCpu.js";
import { expect, test } from "vitest";
import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import { detached, differentiable } from "../../../runtime/functional/differentiable.js";
import { Parameter } from "../../../runtime/nn/parameter.js";

test("only the gradients that are needed are computed", () => {
  const computed: string[] = [];
  const noted = (name: string, gradient: tf.Tensor) => {
    computed.push(name);
    return gradient;
  };
  const product = (a: tf.Tensor, b: tf.Tensor) =>
    differentiable<tf.Tensor>({
      inputs: [a, b],
      forward: () => tf.mul(a, b),
      gradients: (dy) => [() => noted("a", tf.mul(dy, b)), () => noted("b", tf.mul(dy, a))],
    });
  const factor = tf.scalar(3);
  const derivative = tf.grad((a) => product(a, factor));
  expect(derivative(tf.scalar(2)).dataSync()[0]).toBe(3);
  expect(computed).toEqual(["a"]);
});

test("an output on which nothing depends counts as 0, and no tensor stays", () => {
  const before = tf.memory().numTensors;
  const gradient = tf.tidy(() => {
    const x = new Parameter(tf.scalar(2));
    const tape = new Tape();
    tape.open();
    const [square] = differentiable<tf.Tensor[]>({
      inputs: [x],
      forward: (save) => {
        save([x]);
        return [tf.square(x), tf.neg(x)];
      },
      gradients: ([dSquare, dNegative], [saved]) => [
        () => tf.sub(tf.mul(dSquare as tf.Tensor, tf.mul(saved as tf.Tensor, 2)), dNegative as tf.Tensor),
      ],
    });
    tape.backward(square as tf.Tensor);
    tape.close();
    const value = x.grad?.dataSync()[0];
    x.dispose();
    return value ?? 0;
  });
  expect(gradient).toBe(4);
  expect(tf.memory().numTensors).toBe(before);
});

test("what is detached is a constant", () => {
  const gradient = tf.grad((x) =>
    tf.mul(
      x,
      detached(() => tf.cast(tf.greater(x, 0), "float32")),
    ),
  )(tf.tensor1d([-1, 2]));
  expect([...gradient.dataSync()]).toEqual([0, 1]);
});
