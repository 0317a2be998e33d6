import type { Protocol } from "devtools-protocol";

const LONGEST_STRING = 10_000;

/** How numbers are written. */
export interface NumberFormat {
  /** Seven digits say all that a value has. */
  readonly isFloat32?: boolean;
  /** Whole numbers as `0xff`. */
  readonly hex?: boolean;
}

/** A value that the runtime has no line for, as JavaScript has it. */
export function valueText(value: Protocol.Runtime.RemoteObject, { isFloat32, hex }: NumberFormat = {}): string {
  switch (value.type) {
    case "string": {
      const text = value.value as string;
      return JSON.stringify(text.length > LONGEST_STRING ? `${text.slice(0, LONGEST_STRING)}…` : text);
    }
    case "number":
      if (value.unserializableValue !== undefined) return value.unserializableValue;
      if (hex && Number.isInteger(value.value)) return hexText(BigInt(value.value as number));
      return isFloat32 && !Number.isInteger(value.value)
        ? String(Number((value.value as number).toPrecision(7)))
        : String(value.value);
    case "bigint": {
      const text = value.unserializableValue ?? String(value.value);
      return hex ? `${hexText(BigInt(text.replace(/n$/, "")))}n` : text;
    }
    case "function":
      return functionText(value.description);
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

function hexText(value: bigint): string {
  return value < 0n ? `-0x${(-value).toString(16)}` : `0x${value.toString(16)}`;
}

/** `ƒ scale(x, by = 2)`, `class Net extends LightningModule`; of an arrow function its first line. */
function functionText(source = ""): string {
  const line = firstLine(source);
  const head = /^class\b[^{]*/.exec(line)?.[0] ?? /^(?:async )?function\b(\*? ?[^{]*)/.exec(line)?.[0];
  if (head === undefined || head === line) return line.startsWith("class") ? line : `ƒ ${line}`;
  return head.startsWith("class") ? head.trim() : `ƒ ${head.replace(/function(\*?) ?/, "$1").trim()}`;
}

function firstLine(text = ""): string {
  return text.split("\n")[0] ?? "";
}
