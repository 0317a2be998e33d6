import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { symbolName } from "./evaluateName.js";
import type { NamedValue, RemoteCalls } from "./remoteCalls.js";
import type { NumberFormat } from "./valueText.js";
import type { VariableRows } from "./variableRows.js";

/** What V8 tells of an object that says nothing to anybody. */
const HIDDEN = new Set(["[[FunctionLocation]]", "[[GeneratorLocation]]", "[[ArrayBufferData]]"]);

/** The rows below an object: its fields, its private ones, getters of its own and of its classes, and what V8 keeps of it. */
export async function objectProperties(
  calls: RemoteCalls,
  rows: VariableRows,
  { objectId, evaluateName }: { readonly objectId: string; readonly evaluateName: string | null },
  format: NumberFormat,
): Promise<DebugProtocol.Variable[]> {
  // A scope has variables: its names are what they are.
  const isScope = evaluateName === "";
  const { result, internalProperties = [], privateProperties = [] } = await calls.properties(objectId);
  const inherited = isScope ? [] : await calls.inheritedGetters(objectId);
  const own: readonly Property[] = [
    ...result.filter(({ isOwn }) => isOwn !== false),
    ...privateProperties,
    ...inherited,
  ];
  const values = own.flatMap(({ value }, i) =>
    value === undefined ? [] : [named(own[i] as Property, value, evaluateName)],
  );
  const shown = await rows.of(values, evaluateName, format);
  const ordered = own.flatMap((property): DebugProtocol.Variable[] => {
    if (property.value !== undefined) return withAccess(shown.shift(), property, isScope);
    const getterId = property.get?.objectId;
    return getterId === undefined ? [] : [rows.getter(objectId, evaluateName, property.name, getterId)];
  });
  const internal = internalProperties.flatMap(({ name, value }) =>
    value === undefined || HIDDEN.has(name) ? [] : [{ name, value }],
  );
  const hidden = (await rows.of(internal, null)).map((row) => ({
    ...row,
    presentationHint: { visibility: "internal", attributes: ["readOnly"] },
  }));
  return [...ordered, ...hidden];
}

type Property = Protocol.Runtime.PropertyDescriptor | Protocol.Runtime.PrivatePropertyDescriptor;

function named(property: Property, value: Protocol.Runtime.RemoteObject, parent: string | null): NamedValue {
  const { name } = property;
  return "symbol" in property && property.symbol !== undefined
    ? { name, value, expression: symbolName(parent === null ? null : "$", name) }
    : { name, value };
}

/** What is frozen says so; a scope's constants can be set. */
function withAccess(
  row: DebugProtocol.Variable | undefined,
  property: Property,
  isScope: boolean,
): DebugProtocol.Variable[] {
  if (row === undefined) return [];
  if (isScope || !("writable" in property) || property.writable !== false) return [row];
  return [{ ...row, presentationHint: { ...row.presentationHint, attributes: ["readOnly"] } }];
}
