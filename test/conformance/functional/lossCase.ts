import type { tf } from "../../../runtime/backend/tf.js";
import { camel } from "../names.js";
import type { Difference } from "../picture.js";
import { functionNamed } from "./functionNamed.js";
import { withGradients } from "./gradients.js";
import { axisOneLast, type Nested, nestedDifference, shapeOf, tensorOf } from "./nested.js";

/** A loss of torch.nn.functional: its inputs in order, its value, and the gradients of its sum. */
export interface LossCase {
  readonly loss: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly reduction?: string;
  readonly inputs: Readonly<Record<string, Nested>>;
  readonly output: Nested;
  readonly grads_of_sum?: Readonly<Record<string, Nested>>;
}

export function isLossCase(value: unknown): value is LossCase {
  return typeof value === "object" && value !== null && "loss" in value && "inputs" in value && "output" in value;
}

export function lossCaseName({ loss, args, reduction }: LossCase): string {
  return `${loss} ${JSON.stringify(args)} ${reduction ?? ""}`;
}

/** Classes are dimension 1 there and the last one here. */
const CLASSES_LAST: readonly string[] = ["cross_entropy", "nll_loss"];
/** Losses whose targets are class numbers, whatever their shape. */
const NUMBERED: readonly string[] = ["nll_loss", "multi_margin_loss", "multilabel_margin_loss"];

export function lossDifference({ loss, args, reduction, inputs, output, grads_of_sum }: LossCase): Difference | null {
  const { name, call } = functionNamed(loss);
  const oriented = (tensor: tf.Tensor, like: Nested) =>
    CLASSES_LAST.includes(name) && shapeOf(like).length === shapeOf(inputs["input"] ?? []).length
      ? axisOneLast(tensor)
      : tensor;
  const options = {
    ...Object.fromEntries(Object.entries(args).map(([key, value]) => [camel(key), optionOf(value)])),
    ...(reduction === undefined ? {} : { reduction }),
  };
  const given = Object.entries(inputs).map(([key, nested]): [string, tf.Tensor] => [
    key,
    oriented(tensorOf(nested, isNumbered(name, key, inputs) ? "int32" : "float32"), nested),
  ]);
  const wanted = Object.entries(grads_of_sum ?? {});
  const leaves = Object.fromEntries(given.filter(([key]) => wanted.some(([name]) => name === key)));
  const compute = (leaf: Readonly<Record<string, tf.Tensor>>) =>
    call(...given.map(([key, tensor]) => leaf[key] ?? tensor), options) as tf.Tensor;
  if (wanted.length === 0) return nestedDifference("output", compute({}), tensorOf(output));
  const got = withGradients(leaves, compute);
  const first = nestedDifference("output", got.output, oriented(tensorOf(output), output));
  if (first !== null) return first;
  for (const [key, nested] of wanted) {
    const gradient = got.gradients[key] ?? null;
    const difference = nestedDifference(`gradient of ${key}`, gradient, oriented(tensorOf(nested), nested));
    if (difference !== null) return difference;
  }
  return null;
}

function isNumbered(name: string, key: string, inputs: LossCase["inputs"]): boolean {
  if (key !== "target") return false;
  const rank = (nested: Nested | undefined) => shapeOf(nested ?? []).length;
  return NUMBERED.includes(name) || (name === "cross_entropy" && rank(inputs["target"]) < rank(inputs["input"]));
}

function optionOf(value: unknown): unknown {
  return Array.isArray(value) ? tensorOf(value as Nested) : value;
}
