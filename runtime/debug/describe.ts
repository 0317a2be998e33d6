import { types } from "node:util";
import type * as tfjs from "@tensorflow/tfjs";
import type { Description } from "../protocol/debugApi.js";
import { DESCRIPTION, PROPERTIES } from "./debuggerSymbols.js";
import { preview } from "./preview.js";
import { ShownText } from "./shownText.js";
import { tensorProperties, viewProperties } from "./tensorProperties.js";
import { type Budget, NUMBERS_A_LIST, tensorText, typeText, viewText } from "./tensorText.js";
import { bytesOf, TensorView } from "./tensorView.js";

/** What a list of variables shows for some values; null: what JavaScript has for it is fine. One that fails does not take the others along. */
export function describeAll(tf: typeof tfjs, values: readonly unknown[]): (Description | null)[] {
  const budget = { numbers: NUMBERS_A_LIST };
  return values.map((value) => {
    try {
      return describe(tf, value, budget);
    } catch {
      return null;
    }
  });
}

/** A tensor's line without its values: what other JavaScript debuggers can show, which allow no side effects. */
export function shortTensorText(tf: typeof tfjs, tensor: tfjs.Tensor): string {
  const kind = tensor instanceof tf.Variable ? tensor.constructor.name : "Tensor";
  return `${kind} ${typeText(tensor.dtype, tensor.shape)}${tensor.isDisposed ? " disposed" : ""}`;
}

/** An object whose properties stand for what a value consists of; null: nothing does. */
export function propertiesOf(tf: typeof tfjs, value: unknown): object | null {
  if (types.isProxy(value)) return null;
  if (value instanceof tf.Tensor) return tensorProperties(value);
  if (value instanceof TensorView) return viewProperties(value);
  const properties = methodOf(value, PROPERTIES);
  const rows = properties?.call(value);
  return typeof rows === "object" ? rows : null;
}

function describe(tf: typeof tfjs, value: unknown, budget: Budget): Description | null {
  // A proxy would run the user's code.
  if (typeof value !== "object" || value === null || types.isProxy(value)) return null;
  if (value instanceof tf.Tensor) {
    const { shape, isDisposed } = value;
    const type = value instanceof tf.Variable ? value.constructor.name : "Tensor";
    return { ...tensorParts(value, shape, isDisposed), isRow: false, text: tensorText(tf, value, budget), type };
  }
  if (value instanceof TensorView) {
    return { ...tensorParts(value, value.shape, false), isRow: true, text: viewText(value, budget), type: "Tensor" };
  }
  const hasProperties = methodOf(value, PROPERTIES) !== null;
  const described = methodOf(value, DESCRIPTION)?.call(value);
  if (typeof described === "string") {
    const isText = value instanceof ShownText;
    return {
      ...PLAIN,
      text: described,
      type: isText ? "" : value.constructor.name,
      isRow: isText,
      hasProperties: isText ? value.rows !== null : hasProperties,
    };
  }
  const text = preview(value, (item) => shortText(tf, item));
  return text === null ? null : { ...PLAIN, text, type: "", isRow: false, hasProperties };
}

const PLAIN = { kind: "object", slices: 0, bytes: 0 } as const;

function tensorParts(
  value: { readonly dtype: string; readonly shape: readonly number[] },
  shape: readonly number[],
  isDisposed: boolean,
) {
  return {
    kind: "tensor",
    slices: isDisposed ? 0 : (shape[0] ?? 0),
    hasProperties: true,
    bytes: isDisposed ? 0 : bytesOf(value),
  } as const;
}

/** What stands for an object inside a line. */
function shortText(tf: typeof tfjs, value: object): string | null {
  if (types.isProxy(value)) return null;
  if (value instanceof tf.Tensor) return shortTensorText(tf, value);
  const described = methodOf(value, DESCRIPTION)?.call(value);
  return typeof described === "string" ? described : null;
}

function methodOf(value: unknown, name: symbol): ((this: unknown) => unknown) | null {
  if (typeof value !== "object" || value === null) return null;
  const method = (value as Readonly<Record<symbol, unknown>>)[name];
  return typeof method === "function" ? (method as (this: unknown) => unknown) : null;
}
