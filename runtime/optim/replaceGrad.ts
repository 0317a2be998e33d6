import { tf } from "../backend/tf.js";
import type { Parameter } from "../nn/parameter.js";

/** Gives a parameter another gradient, which becomes its own. */
export function replaceGrad(parameter: Parameter, gradient: tf.Tensor): void {
  parameter.grad?.dispose();
  parameter.grad = tf.keep(gradient);
}
