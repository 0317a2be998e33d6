import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";

/** What an exception says of itself. */
export interface ThrownValue {
  /** Name and message: as it is printed. */
  readonly text: string;
  readonly message: string;
  readonly typeName: string;
  readonly stack: string;
  /** Its cause, and those that it stands for. */
  readonly inner: readonly ThrownValue[];
}

/** How far causes of causes are followed, and how many of those are read for which an exception stands. */
const READ = `function (thrown) {
  const plain = (value) => {
    if (typeof value === "string") return value;
    if (typeof value === "bigint") return value + "n";
    if (value === null || typeof value !== "object") return String(value);
    try { return JSON.stringify(value).slice(0, 200); } catch { return Object.prototype.toString.call(value); }
  };
  const read = (value, depth) => {
    const isObject = value !== null && typeof value === "object";
    const typeName = value === null ? "null" : isObject ? value.constructor?.name || "Object" : typeof value;
    if (!isObject || typeof value.message !== "string")
      return { text: plain(value), message: plain(value), typeName, stack: "", inner: [] };
    const { message, stack, cause, errors } = value;
    const name = value.name === undefined || value.name === "Error" ? typeName : String(value.name);
    const parts = depth > 5 ? [] : [...(cause === undefined ? [] : [cause]), ...(Array.isArray(errors) ? errors : [])];
    const text = message === "" ? name : name + ": " + message;
    return { text, message, typeName, stack: String(stack ?? ""), inner: parts.slice(0, 20).map((part) => read(part, depth + 1)) };
  };
  return read(thrown, 0);
}`;

export async function thrownValue(cdp: CdpTransport, event: Protocol.Debugger.PausedEvent): Promise<ThrownValue> {
  const read = await withThrown(cdp, event, READ).catch(() => undefined);
  if (read !== undefined) return read as ThrownValue;
  // It throws when it is looked at.
  const { description = "", className = "Error" } = (event.data ?? {}) as Partial<Protocol.Runtime.RemoteObject>;
  const text = description.split("\n    at ")[0] ?? "";
  return { text, message: text, typeName: className, stack: description, inner: [] };
}

/** Calls a function of one argument in the program with what was thrown. */
export async function withThrown(
  cdp: CdpTransport,
  event: Protocol.Debugger.PausedEvent,
  functionDeclaration: string,
): Promise<unknown> {
  const { objectId, value, unserializableValue } = (event.data ?? {}) as Partial<Protocol.Runtime.RemoteObject>;
  const { result: globalObject } = await cdp.send("Runtime.evaluate", { expression: "globalThis", silent: true });
  if (globalObject.objectId === undefined) return undefined;
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    functionDeclaration,
    objectId: globalObject.objectId,
    arguments: [
      objectId !== undefined ? { objectId } : unserializableValue !== undefined ? { unserializableValue } : { value },
    ],
    silent: true,
    returnByValue: true,
  });
  return result.value;
}
