import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";

/** Runs in the program: what a value is as text to paste, JSON where that is possible. */
const AS_TEXT = `function () {
  const seen = new WeakSet();
  const plain = (key, value) => {
    if (typeof value === "bigint") return String(value);
    if (typeof value === "function") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (seen.has(value)) return "[Circular]";
    seen.add(value);
    if (typeof value.arraySync === "function" && value.isDisposed === false) return value.arraySync();
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value);
    if (value instanceof Map) return Object.fromEntries(value);
    if (value instanceof Set) return [...value];
    if (value instanceof Error) return value.stack;
    return value;
  };
  if (typeof this === "function") return String(this);
  if (this instanceof Error) return this.stack;
  return JSON.stringify(this, plain, 2) ?? String(this);
}`;

/** A value as it goes to the clipboard: whole, where the Variables view shows its beginning. */
export async function clipboardText(cdp: CdpTransport, value: Protocol.Runtime.RemoteObject): Promise<string> {
  const { objectId } = value;
  if (objectId === undefined)
    return value.unserializableValue ?? (value.type === "undefined" ? "undefined" : String(value.value ?? null));
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: AS_TEXT,
    objectId,
    silent: true,
    returnByValue: true,
  });
  return typeof result.value === "string" ? result.value : (value.description ?? value.type);
}
