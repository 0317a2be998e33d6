/** A place in generated code and the one in the source that it was made from: lines and columns from 0. */
export interface Segment {
  column: number;
  readonly source: number;
  readonly line: number;
  readonly sourceColumn: number;
  readonly name: number | null;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The `mappings` of a source map, for each generated line. Segments without a source are left out. */
export function decodeMappings(mappings: string): Segment[][] {
  let [source, line, sourceColumn, name] = [0, 0, 0, 0];
  return mappings.split(";").map((text) => {
    let column = 0;
    return text.split(",").flatMap((part) => {
      const [first = 0, ...rest] = decodeNumbers(part);
      column += first;
      if (rest.length < 3) return [];
      source += rest[0] ?? 0;
      line += rest[1] ?? 0;
      sourceColumn += rest[2] ?? 0;
      name += rest[3] ?? 0;
      return [{ column, source, line, sourceColumn, name: rest.length > 3 ? name : null }];
    });
  });
}

export function encodeMappings(lines: readonly (readonly Segment[])[]): string {
  let [source, line, sourceColumn, name] = [0, 0, 0, 0];
  return lines
    .map((segments) => {
      let column = 0;
      return segments
        .map((segment) => {
          const numbers = [
            segment.column - column,
            segment.source - source,
            segment.line - line,
            segment.sourceColumn - sourceColumn,
            ...(segment.name === null ? [] : [segment.name - name]),
          ];
          ({ column, source, line, sourceColumn } = segment);
          name = segment.name ?? name;
          return numbers.map(encodeNumber).join("");
        })
        .join(",");
    })
    .join(";");
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = DIGITS.indexOf(digit);
    value |= (bits & 31) << shift;
    shift += 5;
    if ((bits & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >> 1) : value >> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function encodeNumber(number: number): string {
  let value = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const bits = value & 31;
    value >>>= 5;
    text += DIGITS[value > 0 ? bits | 32 : bits];
  } while (value > 0);
  return text;
}
