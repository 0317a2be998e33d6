import type { Protocol } from "devtools-protocol";

const LONGEST_STRING = 10_000;

/** A value that the runtime has no line for, as JavaScript has it. */
export function valueText(value: Protocol.Runtime.RemoteObject, isFloat32 = false): string {
  switch (value.type) {
    case "string": {
      const text = value.value as string;
      return JSON.stringify(text.length > LONGEST_STRING ? `${text.slice(0, LONGEST_STRING)}…` : text);
    }
    case "number":
      if (value.unserializableValue !== undefined) return value.unserializableValue;
      return isFloat32 && !Number.isInteger(value.value)
        ? String(Number((value.value as number).toPrecision(7)))
        : String(value.value);
    case "function":
      return `ƒ ${firstLine(value.description)}`;
    case "object":
      return value.subtype === "null"
        ? "null"
        : value.subtype === "error"
          ? firstLine(value.description)
          : (value.description ?? "Object");
    case "undefined":
      return "undefined";
    default:
      return value.unserializableValue ?? value.description ?? String(value.value);
  }
}

/** The type in a word. */
export function typeText(value: Protocol.Runtime.RemoteObject): string {
  return value.className ?? (value.subtype === "null" ? "null" : value.type);
}

function firstLine(text = ""): string {
  return text.split("\n")[0] ?? "";
}
