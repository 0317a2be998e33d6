import { DEBUG_SYMBOL } from "../../../runtime/protocol/launch.js";

/** The runtime's debug object in the program; undefined without the runtime. */
export const API = `globalThis[Symbol.for(${JSON.stringify(DEBUG_SYMBOL)})]`;

/** The bytes of an object, as a `Uint8Array` over them; null: it has none that are its own. */
const BYTES = `(object) => ArrayBuffer.isView(object) ? new Uint8Array(object.buffer, object.byteOffset, object.byteLength)
  : object instanceof ArrayBuffer || (typeof SharedArrayBuffer !== "undefined" && object instanceof SharedArrayBuffer) ? new Uint8Array(object)
  : null`;

/** What an entry of a Map is called: by its key, which is no object. */
export const KEY_NAME = `(key) => typeof key === "string" ? JSON.stringify(key) : "(" + String(key) + ")"`;
/** True for keys that are shown as objects. */
export const IS_OBJECT = `(key) => (typeof key === "object" && key !== null) || typeof key === "function"`;

/**
 * What is called in the paused program, as text: on an object, with plain arguments. None of them calls a getter or a method of the program's
 * but for `rows`, which is there for debuggers. Lists are flat: for each item its name, then its
 * expression, with `$` for that of the object (true: it is a property; null: nothing gives it), then its value.
 */
export const remote = {
  /** Descriptions of all its arguments, by one call. */
  describe: `function (...values) { return ${API}?.descriptions?.(values) ?? []; }`,
  /** The rows that its class gives it for debuggers; those that are fields of its own too are named so. */
  rows: `function () {
    let rows = ${API}?.properties?.(this);
    if (rows === undefined) {
      const give = this[Symbol.for("debug.properties")];
      rows = typeof give === "function" ? give.call(this) : null;
    }
    return Object.entries(Object.getOwnPropertyDescriptors(rows ?? {})).flatMap(([name, { value, enumerable, get }]) => {
      if (!enumerable || get !== undefined) return [];
      const own = Object.getOwnPropertyDescriptor(this, name);
      return [name, own !== undefined && Object.is(own.value, value) ? true : null, value];
    });
  }`,
  /** A page of a tensor's slices; in the end, of its values. */
  slices: `function (start, count) {
    const { dtype, shape } = this;
    const expression = (i) => {
      if (dtype === "complex64" || (dtype === "string" && shape.length > 1)) return null;
      if (shape.length > 1) return "$.gather(" + i + ")";
      return dtype === "bool" ? "Boolean($.dataSync()[" + i + "])" : "$.dataSync()[" + i + "]";
    };
    return ${API}.slices(this, start, count).flatMap((value, i) => ["[" + (start + i) + "]", expression(start + i), value]);
  }`,
  /** A page of an array. */
  items: `function (start, count) {
    const page = [];
    const end = Math.min(start + count, this.length);
    for (let i = start; i < end; i++) {
      const property = Object.getOwnPropertyDescriptor(this, i);
      if (property !== undefined && "value" in property) page.push(String(i), "$[" + i + "]", property.value);
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
  /** A page of a Map or a Set; entries whose key is an object stand under their number, as a pair. */
  entries: `function (start, count) {
    const isMap = this instanceof Map;
    const [nameOf, isObject] = [${KEY_NAME}, ${IS_OBJECT}];
    const page = [];
    let i = 0;
    for (const entry of isMap ? Map.prototype.entries.call(this) : Set.prototype.values.call(this)) {
      if (i >= start + count) break;
      if (i >= start) {
        if (!isMap) page.push(String(i), "[...$][" + i + "]", entry);
        else {
          const [key, value] = entry;
          const literal = typeof key === "string" ? JSON.stringify(key) : typeof key === "bigint" ? key + "n" : Object.is(key, -0) ? "0" : String(key);
          const expression = typeof key === "symbol" ? "[...$.values()][" + i + "]" : "$.get(" + literal + ")";
          if (isObject(key)) page.push(String(i), null, { __proto__: null, key, value });
          else page.push(nameOf(key), expression, value);
        }
      }
      i++;
    }
    return page;
  }`,
  /** A page of memory, as base64. */
  bytes: `function (offset, count) {
    const bytes = (${BYTES})(this);
    const page = bytes === null ? ${API}?.bytes?.(this, offset, count) : bytes.subarray(offset, offset + count);
    return page === undefined ? "" : Buffer.from(page).toString("base64");
  }`,
  /** Changes memory. @returns how many bytes there were to write to; null: it cannot be written. */
  writeBytes: `function (offset, data, all) {
    const given = Buffer.from(data, "base64");
    const bytes = (${BYTES})(this);
    if (bytes === null) return ${API}?.writeBytes?.(this, offset, given, all) ?? null;
    const room = Math.max(0, bytes.length - offset);
    if (given.length <= room || !all) bytes.set(given.subarray(0, room), Math.min(offset, bytes.length));
    return Math.min(room, given.length);
  }`,
} as const;
