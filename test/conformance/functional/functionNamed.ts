import * as functional from "../../../runtime/functional/index.js";
import { camel } from "../names.js";

export type TensorFunction = (...args: unknown[]) => unknown;

/** A function of the runtime by a recorded name, which may say more: `gelu_tanh`, `softmax_dim1`, `cross_entropy_soft_targets`. */
export interface Named {
  /** In torch's terms: `cross_entropy`. */
  readonly name: string;
  readonly call: TensorFunction;
  /** What the name says besides, without the line: `tanh`, `dim1`. */
  readonly rest: string;
}

/** @throws when no function of the runtime starts so. */
export function functionNamed(recorded: string): Named {
  const words = recorded.split("_");
  for (let length = words.length; length > 0; length--) {
    const name = words.slice(0, length).join("_");
    const call = (functional as unknown as Readonly<Record<string, TensorFunction>>)[camel(name)];
    if (call !== undefined) return { name, call, rest: words.slice(length).join("_") };
  }
  throw new Error(`The runtime's functional has no ${recorded}.`);
}
