/** What is known of a kernel's run: its inputs and outputs by their shapes, and its attributes. */
export interface KernelRun {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Shaped | undefined>>;
  readonly attrs: Readonly<Record<string, unknown>>;
  readonly output: Shaped;
}

/** A tensor, as far as it is looked at. */
export interface Shaped {
  readonly shape: readonly number[];
}

/** Products of matrices and convolutions are counted, all other kernels are not. */
export function isCounted(kernel: string): boolean {
  return kernel in FORMULAS;
}

/**
 * The floating-point operations of a kernel by the formulas of torch's `FlopCounterMode` (torch/utils/flop_counter.py): a multiplication
 * and an addition are two; biases and activations are nothing.
 */
export function kernelFlops(run: KernelRun): number {
  return FORMULAS[run.name]?.(run) ?? 0;
}

const FORMULAS: Readonly<Record<string, (run: KernelRun) => number>> = {
  BatchMatMul: matrixProduct,
  _FusedMatMul: matrixProduct,
  Conv2D: convolution,
  FusedConv2D: convolution,
  DepthwiseConv2dNative: convolution,
  FusedDepthwiseConv2D: convolution,
  Conv3D: convolution,
  Conv2DBackpropInput: transposedConvolution,
  Conv3DBackpropInputV2: transposedConvolution,
  Einsum: contraction,
};

/** `[…, m, k]` times `[…, k, n]`: 2 · m · k · n each. */
function matrixProduct({ inputs, attrs, output }: KernelRun): number {
  const inner = shapeOf(inputs["a"]).at(attrs["transposeA"] === true ? -2 : -1) ?? 0;
  return 2 * product(output.shape) * inner;
}

/** Each output position meets the whole filter `[…kernel, inChannels / groups, outChannels]` of its group. */
function convolution({ inputs, output }: KernelRun): number {
  return 2 * positions(output.shape) * product(shapeOf(inputs["filter"]));
}

/** Each input position meets the whole filter. */
function transposedConvolution({ inputs }: KernelRun): number {
  return 2 * positions(shapeOf(inputs["dy"])) * product(shapeOf(inputs["filter"]));
}

/**
 * Of one or two tensors: what only one of them has and the result has not is summed first, then each combination of the other indices is
 * a product. Without an index to sum over there is no product of matrices, and nothing is counted.
 */
function contraction({ inputs, attrs }: KernelRun): number {
  const [left = "", result = ""] = String(attrs["equation"]).replaceAll(" ", "").split("->");
  const terms = left.split(",");
  const sizes = new Map(terms.flatMap((term, i) => [...term].map((index, j) => [index, shapeOf(inputs[i])[j] ?? 1])));
  const isIn = (index: string) => terms.every((term) => term.includes(index));
  const summed = [...sizes.keys()].filter((index) => isIn(index) && !result.includes(index));
  if (terms.length < 2 || summed.length === 0) return 0;
  return 2 * product([...sizes].map(([index, size]) => (isIn(index) || result.includes(index) ? size : 1)));
}

/** Of a channels-last image: batch · height · width. */
function positions(shape: readonly number[]): number {
  return product(shape.slice(0, -1));
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

function shapeOf(tensor: Shaped | undefined): readonly number[] {
  return tensor?.shape ?? [];
}
