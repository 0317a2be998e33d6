import type { ComposedKernel } from "./composedKernels.js";

/**
 * Kernels of tfjs's wasm backend (4.22) that give wrong numbers, found by comparison with the plain JavaScript and the native ones.
 * They throw: a training that goes wrong in silence costs more than one that does not start.
 */
const WRONG: Readonly<Record<string, string>> = {
  Conv3DBackpropFilterV2: "the gradient of conv3d",
  Conv3DBackpropInputV2: "the gradient of conv3d",
  Dilation2D: "dilation2d",
  Dilation2DBackpropFilter: "the gradient of dilation2d",
  Dilation2DBackpropInput: "the gradient of dilation2d",
  MaxPoolWithArgmax: "maxPoolWithArgmax",
};

export function refusedKernels(): Readonly<Record<string, ComposedKernel>> {
  return Object.fromEntries(Object.entries(WRONG).map(([name, what]) => [name, () => refuse(what)]));
}

function refuse(what: string): never {
  throw new Error(
    `tfjs's WebAssembly backend computes ${what} wrongly, so it is refused here. ` +
      "Run `npx lightning backend install` to train with native kernels, or set LIGHTNING_BACKEND=cpu.",
  );
}
