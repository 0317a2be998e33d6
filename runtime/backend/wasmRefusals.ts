import type * as tfjs from "@tensorflow/tfjs";
import type { WasmKernel } from "./wasmGradients.js";

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
};

/** These are right without padding. */
const WRONG_WHEN_PADDED: Readonly<Record<string, string>> = {
  MaxPool3D: "maxPool3d with padding",
  MaxPool3DGrad: "the gradient of maxPool3d with padding",
};

export function refusedKernels(tf: typeof tfjs): Readonly<Record<string, WasmKernel>> {
  const kernels: Record<string, WasmKernel> = {};
  for (const [name, what] of Object.entries(WRONG)) kernels[name] = () => refuse(what);
  for (const [name, what] of Object.entries(WRONG_WHEN_PADDED)) kernels[name] = unpadded(tf, name, what);
  return kernels;
}

function refuse(what: string): never {
  throw new Error(
    `tfjs's WebAssembly backend computes ${what} wrongly, so it is refused here. ` +
      "Run `npx lightning backend install` to train with native kernels, or set LIGHTNING_BACKEND=cpu.",
  );
}

function unpadded(tf: typeof tfjs, name: string, what: string): WasmKernel {
  const own = tf.getKernel(name, "wasm");
  const backend = tf.findBackend("wasm");
  return ({ inputs, attrs }) => {
    const { pad } = attrs as { pad: "valid" | "same" | number };
    if (own === undefined || (pad !== "valid" && pad !== 0)) return refuse(what);
    const result = own.kernelFunc({
      inputs: inputs as tfjs.NamedTensorMap,
      attrs: attrs as tfjs.NamedAttrMap,
      backend,
    });
    return tf.engine().makeTensorFromTensorInfo([result].flat()[0] as tfjs.TensorInfo);
  };
}
