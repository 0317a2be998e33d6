import type { Protocol } from "devtools-protocol";
import type { Description } from "../../../runtime/protocol/debugApi.js";
import type { Container } from "./container.js";
import { typeText } from "./valueText.js";

/** Items that an editor shows at a time: longer lists come in pages. */
const PAGE = 100;

/** What a value opens to; null: there is nothing below it. */
export function containerOf(
  value: Protocol.Runtime.RemoteObject,
  description: Description | null,
  evaluateName: string | null,
): Container | null {
  const { objectId, subtype } = value;
  if (objectId === undefined || value.type === "symbol") return null;
  if (description !== null && (description.isRow || description.kind === "tensor")) {
    const { slices, hasProperties, isRow } = description;
    return hasProperties ? { kind: "object", objectId, evaluateName, rows: true, isRow, slices } : null;
  }
  const length = lengthOf(value);
  if (length !== null && (subtype === "array" || subtype === "typedarray")) {
    const [isTyped, isFloat32] = [subtype === "typedarray", value.className === "Float32Array"];
    return { kind: "list", objectId, evaluateName, length, isTyped, isFloat32 };
  }
  if (length !== null && (subtype === "map" || subtype === "set"))
    return { kind: "entries", objectId, evaluateName, size: length };
  return { kind: "object", objectId, evaluateName, rows: description?.hasProperties ?? false, isRow: false, slices: 0 };
}

/** How the bytes of a value are asked for. */
export function memoryOf(
  { subtype, className }: Protocol.Runtime.RemoteObject,
  description: Description | null,
  variablesReference: number,
): { memoryReference?: string } {
  const hasBytes =
    subtype === "typedarray" ||
    subtype === "arraybuffer" ||
    subtype === "dataview" ||
    className === "SharedArrayBuffer";
  return hasBytes || (description?.bytes ?? 0) > 0 ? { memoryReference: String(variablesReference) } : {};
}

export function shownType(value: Protocol.Runtime.RemoteObject, description: Description | null): string {
  return description === null || (description.type === "" && !description.isRow) ? typeText(value) : description.type;
}

/** V8 says it in its description: `Array(3)`, `Map(2)`. */
function lengthOf({ description = "" }: Protocol.Runtime.RemoteObject): number | null {
  const found = /\((\d+)\)$/.exec(description)?.[1];
  return found === undefined ? null : Number(found);
}

/** Told only for what is longer than a page: the editor asks for pages then. */
export function pagesOf(container: Container | null): { namedVariables?: number; indexedVariables?: number } {
  switch (container?.kind) {
    case "list":
      return container.length > PAGE ? { namedVariables: 1, indexedVariables: container.length } : {};
    case "entries":
      return container.size > PAGE ? { namedVariables: 0, indexedVariables: container.size } : {};
    case "object":
      return container.slices > PAGE ? { namedVariables: 1, indexedVariables: container.slices } : {};
    default:
      return {};
  }
}
