import { DEBUG_SYMBOL } from "../../../runtime/protocol/launch.js";

/** The runtime's debug object in the program; undefined without the runtime. */
export const API = `globalThis[Symbol.for(${JSON.stringify(DEBUG_SYMBOL)})]`;

/**
 * What is called in the paused program, as text: on an object, with plain arguments. None of them calls a getter or a method of the program's
 * but for `rows`, which is there for debuggers.
 */
export const remote = {
  /** Descriptions of all its arguments, by one call. */
  describe: `function (...values) { return ${API}?.descriptions?.(values) ?? []; }`,
  /** The rows that its class gives it for debuggers. */
  rows: `function () {
    const rows = ${API}?.properties?.(this);
    if (rows !== undefined) return rows;
    const give = this[Symbol.for("debug.properties")];
    return typeof give === "function" ? give.call(this) : null;
  }`,
  /** A page of a tensor's slices. */
  slices: `function (start, count) { return ${API}.slices(this, start, count); }`,
  /** A page of an array. */
  items: `function (start, count) {
    const page = Object.create(null);
    const end = Math.min(start + count, this.length);
    for (let i = start; i < end; i++) {
      const property = Object.getOwnPropertyDescriptor(this, i);
      if (property !== undefined) Object.defineProperty(page, i, property);
    }
    return page;
  }`,
  /** What an array has beside its items; of a long one only its length, since its names are as many. */
  besideItems: `function (longest) {
    const page = Object.create(null);
    if (this.length <= longest)
      for (const name of Object.getOwnPropertyNames(this))
        if (!/^\\d+$/.test(name) && name !== "length")
          Object.defineProperty(page, name, { ...Object.getOwnPropertyDescriptor(this, name), enumerable: true });
    page.length = this.length;
    return page;
  }`,
  typedArrayParts: `function () {
    return { __proto__: null, length: this.length, buffer: this.buffer, byteOffset: this.byteOffset, byteLength: this.byteLength };
  }`,
  /** A page of a Map or a Set; entries whose key is an object stand under their number. */
  entries: `function (start, count) {
    const isMap = this instanceof Map;
    const page = Object.create(null);
    let i = 0;
    const all = isMap ? Map.prototype.entries.call(this) : Set.prototype.values.call(this);
    for (const entry of all) {
      if (i >= start + count) break;
      if (i >= start) {
        if (!isMap) page[i] = entry;
        else {
          const [key, value] = entry;
          const plain = (typeof key !== "object" || key === null) && typeof key !== "function";
          if (plain) page[typeof key === "string" ? JSON.stringify(key) : "(" + String(key) + ")"] = value;
          else page[i] = { __proto__: null, key, value };
        }
      }
      i++;
    }
    return page;
  }`,
  /** A page of memory, as base64. */
  bytes: `function (offset, count) {
    const bytes = ArrayBuffer.isView(this) ? new Uint8Array(this.buffer, this.byteOffset, this.byteLength)
      : this instanceof ArrayBuffer || (typeof SharedArrayBuffer !== "undefined" && this instanceof SharedArrayBuffer) ? new Uint8Array(this)
      : null;
    const page = bytes === null ? ${API}?.bytes?.(this, offset, count) : bytes.subarray(offset, offset + count);
    return page === undefined ? "" : Buffer.from(page).toString("base64");
  }`,
} as const;
