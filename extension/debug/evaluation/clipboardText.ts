import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import type { CdpTransport } from "../cdpTransport.js";

/** Values that are copied: some 10 MB of text. */
const MOST = 1_000_000;

/** Runs in the program: what a value is as text to paste, JSON where that is possible; null: it has too many values. */
const AS_TEXT = `function (most) {
  if (typeof this === "function") return String(this);
  if (this instanceof Error) return this.stack;
  let left = most;
  const around = [];
  const listed = (items, length) => {
    if ((left -= length) < 0) throw left;
    return items();
  };
  function plain(key, value) {
    // What it lies in: \`this\` is the object whose member it is.
    while (around.length > 0 && around.at(-1).shown !== this) around.pop();
    if (--left < 0) throw left;
    if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
    if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol") return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (around.some((outer) => outer.value === value)) return "[Circular]";
    const shown = content(value);
    if (typeof shown === "object") around.push({ value, shown });
    return shown;
  }
  const content = (value) => {
    if (typeof value.arraySync === "function" && value.isDisposed === false) return listed(() => value.arraySync(), value.size);
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return listed(() => Array.from(value), value.length);
    if (Array.isArray(value) && value.length > left) throw left;
    if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [typeof key === "object" && key !== null ? JSON.stringify(key, plain) ?? String(key) : String(key), item]));
    if (value instanceof Set) return [...value];
    if (value instanceof Error) return value.stack;
    if (value instanceof RegExp || value instanceof Promise || value instanceof WeakRef) return String(value);
    return value;
  };
  const isText = typeof this === "symbol" || this instanceof Symbol || this instanceof RegExp || this instanceof Promise;
  if (isText) return String(this.valueOf());
  try {
    const text = JSON.stringify(this, plain, 2) ?? String(this);
    // Numbers side by side.
    return text.replace(/\\[\\n\\s+(?:(?:-?[\\d.e+-]+|true|false|null|"NaN"|"-?Infinity"),\\s+)*(?:-?[\\d.e+-]+|true|false|null|"NaN"|"-?Infinity")\\s+\\]/g, (list) => list.replace(/\\s+/g, " ").replace("[ ", "[").replace(" ]", "]"));
  } catch (error) {
    if (typeof error === "number") return null;
    throw error;
  }
}`;

/** A value as it goes to the clipboard: whole, where the Variables view shows its beginning. */
export async function clipboardText(cdp: CdpTransport, value: Protocol.Runtime.RemoteObject): Promise<string> {
  const { objectId } = value;
  if (objectId === undefined)
    return value.unserializableValue ?? (value.type === "undefined" ? "undefined" : String(value.value ?? null));
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: AS_TEXT,
    objectId,
    arguments: [{ value: MOST }],
    silent: true,
    returnByValue: true,
  });
  if (result.subtype === "null") throw new Error(adapterErrors.tooLargeToCopy(MOST));
  return typeof result.value === "string" ? result.value : (value.description ?? value.type);
}
