import { tf } from "../backend/tf.js";
import { MisconfigurationException } from "../errors.js";
import type { Parameter } from "../nn/parameter.js";

/** `norm` scales all gradients together, `value` cuts each element. */
export type GradientClipAlgorithm = "norm" | "value";

/** Clips gradients in place; nothing happens for null or a value of 0 or less. */
export function clipGradients(
  parameters: readonly Parameter[],
  clipVal: number | null,
  algorithm: GradientClipAlgorithm,
): void {
  if (clipVal === null || clipVal <= 0) return;
  if (algorithm !== "value" && algorithm !== "norm") throw new MisconfigurationException(unknownAlgorithm(algorithm));
  if (algorithm === "value") clipGradValue(parameters, clipVal);
  else clipGradNorm(parameters, clipVal);
}

function unknownAlgorithm(algorithm: unknown): string {
  return `\`gradientClipAlgorithm\` ${String(algorithm)} is invalid. It can be \`norm\`, which scales all gradients together, or \`value\`, which cuts each one.`;
}

/**
 * Scales the gradients so that their joint 2-norm is at most `maxNorm` (torch.nn.utils.clip_grad_norm_, with its 1e-6).
 *
 * @returns the norm before.
 */
export function clipGradNorm(parameters: readonly Parameter[], maxNorm: number): number {
  const withGrad = parameters.filter((parameter) => parameter.grad !== null);
  if (withGrad.length === 0) return 0;
  const norm = tf.tidy(() => {
    const squares = withGrad.map((parameter) => tf.sum(tf.square(parameter.grad as tf.Tensor)));
    return Math.sqrt(tf.addN(squares as tf.Tensor[]).dataSync()[0] as number);
  });
  const scale = Math.min(1, maxNorm / (norm + 1e-6));
  for (const parameter of withGrad) replaceGrad(parameter, tf.mul(parameter.grad as tf.Tensor, scale));
  return norm;
}

/** Cuts every element of the gradients to [-clipValue, clipValue]. */
export function clipGradValue(parameters: readonly Parameter[], clipValue: number): void {
  for (const parameter of parameters) {
    if (parameter.grad !== null) replaceGrad(parameter, tf.clipByValue(parameter.grad, -clipValue, clipValue));
  }
}

function replaceGrad(parameter: Parameter, gradient: tf.Tensor): void {
  parameter.grad?.dispose();
  parameter.grad = tf.keep(gradient);
}
