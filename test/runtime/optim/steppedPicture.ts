import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import type { Optimizer } from "../../../runtime/optim/optimizer.js";

/** Gradients that grow, turn, and vanish. */
const GRADIENTS = [1, 2, -1, 0, 0.5];

/** What an optimizer makes of a weight of 1, step by step. */
export function steppedPicture(make: (params: readonly Parameter[]) => Pick<Optimizer, "step" | "dispose">): string {
  const parameter = parameterOf(1);
  const optimizer = make([parameter]);
  const values = GRADIENTS.map((gradient) => {
    setGradient(parameter, gradient);
    optimizer.step();
    return String(Number((parameter.dataSync()[0] as number).toPrecision(4)));
  });
  optimizer.dispose();
  parameter.dispose();
  return values.join(" ");
}

export function parameterOf(...values: readonly number[]): Parameter {
  return tf.tidy(() => new Parameter(tf.tensor1d([...values])));
}

export function setGradient(parameter: Parameter, ...values: readonly number[]): void {
  parameter.zeroGrad();
  tf.tidy(() => parameter.accumulateGrad(tf.tensor1d([...values])));
}
