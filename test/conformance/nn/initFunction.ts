import { tf } from "../../../runtime/backend/tf.js";
import * as nn from "../../../runtime/nn/index.js";
import { camel } from "../names.js";
import { argumentsOf } from "./constructorArguments.js";
import { inTorchLayout, ourShape } from "./goldenTensor.js";

/** The arguments of torch.nn.init that the runtime takes by position after the tensor. */
const BY_POSITION: Readonly<Record<string, readonly string[]>> = {
  uniform_: ["a", "b"],
  normal_: ["mean", "std"],
  constant_: ["val"],
  sparse_: ["sparsity"],
};

/** The layouts of kernels by rank, so that what depends on fans is tried on the runtime's kernels. */
const KERNELS: Readonly<Record<number, [torch: string, ours: nn.KernelLayout]>> = {
  3: ["OIL", "LIO"],
  4: ["OIHW", "HWIO"],
};

/** A tensor of a shape of torch's that a function of `init` filled, in torch's layout again; the caller owns it. */
export function initialized(fn: string, shape: readonly number[], args: Readonly<Record<string, unknown>>): tf.Tensor {
  const fill = (nn.init as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>)[ourName(fn)];
  if (fill === undefined) throw new Error(`The runtime's nn.init has no ${ourName(fn)}.`);
  const [torchLayout, layout] = KERNELS[shape.length] ?? [undefined, null];
  return tf.tidy(() => {
    const parameter = new nn.Parameter(tf.zeros(ourShape(shape, torchLayout)), true, layout);
    try {
      fill(parameter, ...argumentsOf(BY_POSITION[fn] ?? [], args));
      return inTorchLayout(parameter, torchLayout).clone();
    } finally {
      parameter.dispose();
    }
  });
}

/** `kaiming_uniform_` is `kaimingUniform`. */
export function ourName(fn: string): string {
  return camel(fn.replace(/^_|_$/g, ""));
}
