import { tf } from "../../../runtime/backend/tf.js";
import { Parameter } from "../../../runtime/nn/parameter.js";
import * as optim from "../../../runtime/optim/index.js";
import type { Json } from "../goldenCase.js";
import { ourValue } from "../names.js";
import type { Numbers, OptimProblem } from "./goldenOptim.js";

/** Any optimizer, whatever its options. */
export type AnyOptimizer = Pick<
  optim.Optimizer,
  "step" | "zeroGrad" | "stateDict" | "loadStateDict" | "dispose" | "defaults" | "paramGroups"
>;

type Class = new (params: unknown, options: unknown) => AnyOptimizer;

/** The two parameters of a file. */
export class Subject {
  readonly w: Parameter;
  readonly b: Parameter;

  constructor({ w0, b0 }: OptimProblem) {
    this.w = parameter(w0);
    this.b = parameter(b0);
  }

  named(name: string): Parameter {
    if (name !== "w" && name !== "b") throw new Error(`The file has no parameter ${name}.`);
    return this[name];
  }

  /** In place of the gradients of before. */
  setGradients(gradients: Readonly<Record<string, Numbers | null | undefined>>): void {
    for (const [name, gradient] of Object.entries(gradients)) {
      const target = this.named(name);
      target.zeroGrad();
      if (gradient === null || gradient === undefined) continue;
      tf.tidy(() => target.accumulateGrad(tensorOf(gradient)));
    }
  }

  dispose(): void {
    this.w.dispose();
    this.b.dispose();
  }
}

/** An optimizer by torch's name and arguments. */
export function optimizerOf(name: string, params: unknown, args: Json): AnyOptimizer {
  const classes = optim as unknown as Readonly<Record<string, Class | undefined>>;
  const found = Object.keys(classes).find((own) => own.toLowerCase() === name.toLowerCase());
  const Optimizer = found === undefined ? undefined : classes[found];
  if (Optimizer === undefined) throw new Error(`The runtime's optim has no ${name}.`);
  return new Optimizer(params, ourArguments(args));
}

/** Options as ours; what a recording notes beside them is left out. */
export function ourArguments({ note: _, ...args }: Json): Json {
  return ourValue(args, "") as Json;
}

function parameter(values: Numbers): Parameter {
  return tf.tidy(() => new Parameter(tensorOf(values)));
}

function tensorOf(values: Numbers): tf.Tensor {
  return tf.tensor(ourValue(values, "") as number[]);
}
