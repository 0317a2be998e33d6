import { MisconfigurationException } from "../errors.js";
import type { Parameter } from "../nn/parameter.js";
import { clipGradNorm } from "./clipGradNorm.js";
import { clipGradValue } from "./clipGradValue.js";

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
  else clipGradNorm(parameters, clipVal).dispose();
}

function unknownAlgorithm(algorithm: unknown): string {
  return `\`gradientClipAlgorithm\` ${String(algorithm)} is invalid. It can be \`norm\`, which scales all gradients together, or \`value\`, which cuts each one.`;
}
