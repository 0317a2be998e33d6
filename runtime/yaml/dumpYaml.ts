import { pythonFloat } from "../loggers/pythonFloat.js";
import { ScalarWriter } from "./scalarWriter.js";

/** What YAML can hold as it is. */
export type Plain = null | boolean | number | bigint | string | readonly Plain[] | { readonly [name: string]: Plain };

/**
 * Text of plain data as Python's `yaml.dump` writes it, to the letter: keys sorted, lists not indented, lines folded after 80
 * characters, only ASCII. A whole number is written as an integer, since JavaScript does not tell 1 from 1.0.
 */
export function dumpYaml(value: { readonly [name: string]: Plain }): string {
  const writer = new ScalarWriter();
  writeNode(writer, value, 0);
  return `${writer.text.replace(/^\s+/, "")}\n`;
}

/** @param startsOnLine the node begins on the line of its dash or colon. */
function writeNode(writer: ScalarWriter, value: Plain, indent: number, startsOnLine = false): void {
  if (isList(value)) {
    if (value.length === 0) writer.write(" []");
    else writeSequence(writer, value, indent, startsOnLine);
  } else if (typeof value === "object" && value !== null) {
    if (Object.keys(value).length === 0) writer.write(" {}");
    else writeMapping(writer, value, indent, startsOnLine);
  } else if (typeof value === "string") {
    writer.writeString(value, indent, "value");
  } else {
    writer.write(` ${scalarText(value)}`);
  }
}

function writeSequence(writer: ScalarWriter, items: readonly Plain[], indent: number, startsOnLine: boolean): void {
  items.forEach((item, i) => {
    if (i === 0 && startsOnLine) writer.write(" ");
    else writer.newLine(indent);
    writer.write("-");
    writeNode(writer, item, indent + 2, true);
  });
}

function writeMapping(
  writer: ScalarWriter,
  mapping: { readonly [name: string]: Plain },
  indent: number,
  startsOnLine: boolean,
): void {
  Object.keys(mapping)
    .sort()
    .forEach((key, i) => {
      if (i === 0 && startsOnLine) writer.write(" ");
      else writer.newLine(indent);
      const value = mapping[key] as Plain;
      if (isSimpleKey(key)) {
        writer.writeString(key, indent, "key");
        writer.write(":");
        // A list stands at the indentation of its key, everything else two deeper.
        writeNode(writer, value, isList(value) ? indent : indent + 2);
      } else {
        writer.write("?");
        writer.writeString(key, indent + 2, "value");
        writer.newLine(indent);
        writer.write(":");
        writeNode(writer, value, indent + 2, true);
      }
    });
}

/** A key that is long, empty or has line breaks is written in YAML's explicit form: "? key". */
function isSimpleKey(key: string): boolean {
  return key !== "" && [...key].length < 123 && !/[\n\x85\u2028\u2029]/.test(key);
}

function scalarText(value: null | boolean | number | bigint): string {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return String(value);
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = pythonFloat(value);
  return text.includes(".") ? text : text.replace("e", ".0e");
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
