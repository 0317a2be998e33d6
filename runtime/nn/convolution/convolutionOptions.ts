import { PADDING_MODES, type PaddingMode } from "../windows/borders.js";
import type { Pair } from "../windows/size2d.js";
import type { Border } from "../windows/tensorflowPadding.js";
import type { ConvolutionGeometry } from "./convolve.js";

/** What Conv1d and Conv2d are made with, sizes in both directions. */
export interface ConvolutionArguments {
  readonly name: string;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair | "same" | "valid";
  readonly dilation: Pair;
  readonly groups: number;
  readonly paddingMode: PaddingMode;
}

/** Checks the arguments (torch/nn/modules/conv.py, `_ConvNd`) and says how the kernel moves. */
export function geometryOf(args: ConvolutionArguments): ConvolutionGeometry {
  const { name, kernel, stride, padding, dilation, groups, paddingMode } = args;
  checkGroups(args);
  if (typeof padding === "string" && padding !== "same" && padding !== "valid") {
    throw new RangeError(`${name}: there is no padding "${padding as string}"; give a number, "same" or "valid".`);
  }
  if (padding === "same" && stride.some((step) => step !== 1)) {
    throw new RangeError(
      `${name}: padding "same" keeps the size, so it goes with stride 1 only, not ${stride.join(" and ")}.`,
    );
  }
  if (!PADDING_MODES.includes(paddingMode)) {
    throw new RangeError(`${name}: there is no paddingMode "${paddingMode}"; there are ${PADDING_MODES.join(", ")}.`);
  }
  // One cell has no gaps.
  const reach: Pair = [kernel[0] === 1 ? 1 : dilation[0], kernel[1] === 1 ? 1 : dilation[1]];
  const border = (i: 0 | 1): Border => {
    if (typeof padding !== "string") return [padding[i], padding[i]];
    const total = padding === "same" ? dilation[i] * (kernel[i] - 1) : 0;
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  };
  return { stride, dilation: reach, padding: [border(0), border(1)], paddingMode, groups };
}

export function checkGroups({
  name,
  inChannels,
  outChannels,
  groups,
}: Pick<ConvolutionArguments, "name" | "inChannels" | "outChannels" | "groups">): void {
  if (!Number.isInteger(groups) || groups <= 0) {
    throw new RangeError(`${name}: groups must be a positive integer, and it is ${groups}.`);
  }
  for (const [what, channels] of [
    ["inChannels", inChannels],
    ["outChannels", outChannels],
  ] as const) {
    if (channels % groups === 0) continue;
    throw new RangeError(`${name}: ${what} must be divisible by groups, and ${channels} is not by ${groups}.`);
  }
}

/** What torch refuses when the layer is called, not when it is made; null: nothing. */
export function geometryFault(stride: Pair, dilation: Pair, padding: readonly number[]): string | null {
  if (stride.some((step) => step <= 0)) return `a stride is at least 1, and it is ${stride.join(", ")}`;
  if (dilation.some((step) => step <= 0)) return `a dilation is at least 1, and it is ${dilation.join(", ")}`;
  return padding.some((count) => count < 0) ? `a padding is at least 0, and it is ${padding.join(", ")}` : null;
}
