import { Tape } from "../../../runtime/autograd/tape.js";
import { tf } from "../../../runtime/backend/tf.js";
import type { Difference } from "../picture.js";
import type { Numbers, OptimProblem, RegressionCase } from "./goldenOptim.js";
import { FLOAT32, numbersDifference, QUASI_NEWTON } from "./nearNumbers.js";
import { weightsDifference } from "./optimizerCases.js";
import { optimizerOf, Subject } from "./subject.js";

/** A line that is fitted with a closure: the losses, the gradients of the last evaluation, and the weights of each step. */
export function regressionDifference(golden: RegressionCase, problem: OptimProblem): Difference | null {
  const subject = new Subject(problem);
  const optimizer = optimizerOf(golden.optimizer, [subject.w, subject.b], golden.args);
  const tolerance = golden.optimizer === "LBFGS" ? QUASI_NEWTON : FLOAT32;
  const closure = () => {
    optimizer.zeroGrad();
    return lossOf(subject, problem);
  };
  try {
    for (const [step, { loss, grad_w, grad_b, w, b }] of golden.steps.entries()) {
      const difference =
        numbersDifference(`loss of step ${step}`, optimizer.step(closure), loss, FLOAT32) ??
        gradientDifference(subject, step, { w: grad_w, b: grad_b }, tolerance) ??
        weightsDifference(subject, step, { ...(w !== undefined && { w }), ...(b !== undefined && { b }) }, tolerance);
      if (difference !== null) return difference;
    }
    return null;
  } finally {
    optimizer.dispose();
    subject.dispose();
  }
}

/** The mean squared error, with the gradients. */
function lossOf({ w, b }: Subject, { X, Y }: OptimProblem): number {
  const tape = new Tape();
  return tf.tidy(() => {
    tape.open();
    try {
      const x = tf.tensor2d(X as number[][]);
      const predicted = tf.add(tf.matMul(x, w as unknown as tf.Tensor2D, false, true), b);
      const loss = tf.mean(tf.square(tf.sub(predicted, tf.tensor2d(Y as number[][]))));
      tape.backward(loss);
      return loss.dataSync()[0] as number;
    } finally {
      tape.close();
    }
  });
}

function gradientDifference(
  subject: Subject,
  step: number,
  wanted: Readonly<Record<string, Numbers | undefined>>,
  tolerance: number,
): Difference | null {
  for (const [name, values] of Object.entries(wanted)) {
    if (values === undefined) continue;
    const got = subject.named(name).grad?.dataSync();
    const difference = numbersDifference(`gradient of ${name} at step ${step}`, got, values, tolerance);
    if (difference !== null) return difference;
  }
  return null;
}
