import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { Description } from "../../../runtime/protocol/debugApi.js";
import type { Container } from "./container.js";
import { propertyName } from "./evaluateName.js";
import { promiseText } from "./promiseText.js";
import type { NamedValue, RemoteCalls } from "./remoteCalls.js";
import { containerOf, memoryOf, pagesOf, shownType } from "./shownValue.js";
import { type NumberFormat, valueText } from "./valueText.js";

/** The context menu entries for tensors ask for this. */
const TENSOR_MENU = "tensor";

/** A value as the Variables view, a watch and the console show it. */
type Shown = Pick<
  DebugProtocol.EvaluateResponse["body"],
  "variablesReference" | "namedVariables" | "indexedVariables" | "memoryReference"
> & { readonly text: string; readonly type: string; readonly isTensor: boolean; readonly isRow: boolean };

/** Turns values of the program into rows: all those of a list by one call, and never by their `toString`. */
export class VariableRows {
  /** @param add takes what a value opens to. @returns the reference that it gets. */
  constructor(
    private readonly calls: RemoteCalls,
    private readonly add: (container: Container) => number,
  ) {}

  /** @param parent expression whose properties they are; "": they are names themselves; null: no expression gives them. */
  async of(
    named: readonly NamedValue[],
    parent: string | null,
    format: NumberFormat = {},
  ): Promise<DebugProtocol.Variable[]> {
    const values = await this.#shown(
      named.map(({ value }) => value),
      named.map((item) => nameOf(item, parent)),
      format,
    );
    return named.map(({ name }, i) => {
      const { text, isTensor, isRow, evaluateName, ...shown } = values[i] as (typeof values)[number];
      return {
        name,
        value: text,
        ...shown,
        ...hintOf(name, isRow),
        ...(evaluateName === null ? {} : { evaluateName }),
        ...(isTensor ? { __vscodeVariableMenuContext: TENSOR_MENU } : {}),
      };
    });
  }

  /** One value for a watch, a hover, or the console. @param evaluateName the expression that gives it again; null: none does. */
  async one(
    value: Protocol.Runtime.RemoteObject,
    evaluateName: string | null,
    format: NumberFormat,
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const [shown] = await this.#shown([value], [{ evaluateName, isExplicit: true }], format);
    const { text, type, isTensor: _tensor, isRow: _row, evaluateName: _name, ...references } = shown as Shown & Named;
    return { result: value.subtype === "error" ? (value.description ?? text) : text, type, ...references };
  }

  /** A property that runs code: the editor shows a button for it. */
  getter(objectId: string, parent: string | null, name: string, getterId: string): DebugProtocol.Variable {
    const evaluateName = propertyName(parent, name);
    return {
      name,
      value: "(…)",
      variablesReference: this.add({ kind: "getter", objectId, evaluateName, name, getterId }),
      presentationHint: { lazy: true },
      ...(evaluateName === null ? {} : { evaluateName }),
    };
  }

  async #shown(
    values: readonly Protocol.Runtime.RemoteObject[],
    names: readonly Name[],
    format: NumberFormat,
  ): Promise<readonly (Shown & Named)[]> {
    const descriptions = await this.calls.describe(values);
    const texts = await Promise.all(values.map((value, i) => this.#text(value, descriptions[i] ?? null, format)));
    return values.map((value, i) => {
      const description = descriptions[i] ?? null;
      const { evaluateName = null, isExplicit = false } = names[i] ?? {};
      // The runtime's own rows are no properties of what they tell about.
      const expression = description?.isRow === true && !isExplicit ? null : evaluateName;
      return { ...this.#show(value, description, expression, texts[i] ?? ""), evaluateName: expression };
    });
  }

  async #text(
    value: Protocol.Runtime.RemoteObject,
    description: Description | null,
    format: NumberFormat,
  ): Promise<string> {
    if (description !== null) return description.text;
    return value.subtype === "promise" ? promiseText(this.calls, value) : valueText(value, format);
  }

  #show(
    value: Protocol.Runtime.RemoteObject,
    description: Description | null,
    evaluateName: string | null,
    text: string,
  ): Shown {
    const container = containerOf(value, description, evaluateName);
    const variablesReference = container === null ? 0 : this.add(container);
    return {
      text,
      type: shownType(value, description),
      isTensor: description?.kind === "tensor",
      isRow: description?.isRow ?? false,
      variablesReference,
      ...memoryOf(value, description, variablesReference),
      ...pagesOf(container),
    };
  }
}

interface Name {
  readonly evaluateName: string | null;
  /** True when the expression was made for this very value. */
  readonly isExplicit: boolean;
}

interface Named {
  readonly evaluateName: string | null;
}

function nameOf({ name, expression }: NamedValue, parent: string | null): Name {
  if (expression === undefined) return { evaluateName: propertyName(parent, name), isExplicit: false };
  const evaluateName = parent === null || expression === null ? null : expression.replace("$", () => parent);
  return { evaluateName, isExplicit: true };
}

function hintOf(name: string, isRow: boolean): Pick<DebugProtocol.Variable, "presentationHint"> {
  // The program has no place for them.
  if (isRow || name === "(return value)") return { presentationHint: { attributes: ["readOnly"] } };
  return name.startsWith("#") ? { presentationHint: { visibility: "private" } } : {};
}
