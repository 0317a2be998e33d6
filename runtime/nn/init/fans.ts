import type { KernelLayout } from "../parameter.js";

/** How many inputs an output is summed from, and how many outputs an input goes into. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * The fans of a weight (torch/nn/init.py, `_calculate_fan_in_and_fan_out`).
 *
 * @param layout of a kernel that is not in torch's order `[out, in, ...kernel]`.
 */
export function fans(shape: readonly number[], layout: KernelLayout | null = null): Fans {
  if (shape.length < 2) {
    throw new RangeError(
      `A tensor of shape [${shape.join(", ")}] has no fan in and fan out: it needs 2 dimensions or more, [out, in, ...kernel].`,
    );
  }
  const [outputs = 1, inputs = 1, ...kernel] = torchShape(shape, layout);
  const cells = kernel.reduce((product, length) => product * length, 1);
  return { fanIn: inputs * cells, fanOut: outputs * cells };
}

/** The shape that a weight has in torch: `[out, in, ...kernel]`. */
export function torchShape(shape: readonly number[], layout: KernelLayout | null): number[] {
  return layout === null ? [...shape] : [...shape.slice(-2).reverse(), ...shape.slice(0, -2)];
}

/** What follows a layer, by torch's names; the gain keeps the variance of its outputs. */
export type Nonlinearity =
  | "linear"
  | "conv1d"
  | "conv2d"
  | "conv3d"
  | "conv_transpose1d"
  | "conv_transpose2d"
  | "conv_transpose3d"
  | "sigmoid"
  | "tanh"
  | "relu"
  | "leaky_relu"
  | "selu";

const GAINS: Readonly<Record<Exclude<Nonlinearity, "leaky_relu">, number>> = {
  linear: 1,
  conv1d: 1,
  conv2d: 1,
  conv3d: 1,
  conv_transpose1d: 1,
  conv_transpose2d: 1,
  conv_transpose3d: 1,
  sigmoid: 1,
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

/**
 * The factor that is recommended for the weights before a nonlinearity (torch/nn/init.py, `calculate_gain`).
 *
 * @param param the negative slope of `leaky_relu`; default 0.01.
 */
export function calculateGain(nonlinearity: Nonlinearity, param = 0.01): number {
  if (nonlinearity === "leaky_relu") return Math.sqrt(2 / (1 + param ** 2));
  const gain = Object.hasOwn(GAINS, nonlinearity) ? GAINS[nonlinearity] : undefined;
  if (gain === undefined) {
    const known = [...Object.keys(GAINS), "leaky_relu"].join(", ");
    throw new RangeError(`There is no gain for the nonlinearity "${nonlinearity}". Those that are known: ${known}.`);
  }
  return gain;
}
