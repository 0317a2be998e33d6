import type { tf } from "../../../runtime/backend/tf.js";
import { camel } from "../names.js";
import type { Difference } from "../picture.js";
import { functionNamed } from "./functionNamed.js";
import { withGradients } from "./gradients.js";
import { type Nested, nestedDifference, tensorOf } from "./nested.js";

/** An activation of torch.nn.functional: its value, and perhaps the gradient of its sum. */
export interface ActivationCase {
  readonly activation: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly input: Nested;
  readonly output: Nested;
  readonly grad?: Nested;
}

export function isActivationCase(value: unknown): value is ActivationCase {
  return typeof value === "object" && value !== null && "activation" in value && "input" in value && "output" in value;
}

export function activationDifference({
  activation,
  args = {},
  input,
  output,
  grad,
}: ActivationCase): Difference | null {
  const { name, call, rest } = functionNamed(activation);
  const given = [...argumentsNamed(rest), ...argumentsGiven(name, args)];
  const got = withGradients({ input: tensorOf(input) }, ({ input }) => call(input, ...given) as tf.Tensor);
  return (
    nestedDifference("output", got.output, tensorOf(output)) ??
    (grad === undefined ? null : nestedDifference("gradient", got.gradients.input, tensorOf(grad)))
  );
}

/** `tanh` of gelu_tanh is an option by name; the numbers of `dim1`, `0.2` and `alpha_0.5` are the first arguments. */
function argumentsNamed(rest: string): unknown[] {
  if (rest === "") return [];
  const numbers = [...rest.matchAll(/-?\d+(?:\.\d+)?(?:e-?\d+)?/g)].map(([number]) => Number(number));
  return numbers.length === 0 ? [{ approximate: rest }] : numbers;
}

/** The order in which an activation takes its numbers; what is not here is an option by name. */
const BY_POSITION: Readonly<Record<string, readonly string[]>> = {
  hardtanh: ["min_val", "max_val"],
  softplus: ["beta", "threshold"],
  threshold: ["threshold", "value"],
  rrelu: ["lower", "upper", "training"],
};

const OPTIONS: readonly string[] = ["approximate", "p", "eps"];

function argumentsGiven(name: string, args: Readonly<Record<string, unknown>>): unknown[] {
  const names = Object.keys(args);
  if (names.length === 0) return [];
  if (names.some((one) => OPTIONS.includes(one))) {
    return [Object.fromEntries(Object.entries(args).map(([key, value]) => [camel(key), value]))];
  }
  return (BY_POSITION[name] ?? names).map((one) => args[one]);
}
