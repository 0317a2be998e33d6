/** A line longer than this is not a metrics file. */
const MAX_PENDING = 1 << 20;

/** Cuts text that arrives in pieces into CSV records. What follows the last line break is not given out: it may still be written. */
export class CsvRecords {
  #pending = "";

  /** The records that are complete now. @throws when a single record is beyond all measure. */
  push(text: string): string[][] {
    const all = this.#pending + text;
    const records: string[][] = [];
    let start = 0;
    for (let end = all.indexOf("\n"); end >= 0; end = all.indexOf("\n", start)) {
      const line = all.slice(start, end);
      if (line.includes('"')) {
        const quoted = quotedRecord(all, start);
        if (quoted === null) break;
        records.push(quoted.cells);
        start = quoted.next;
      } else {
        records.push(withoutReturn(line).split(","));
        start = end + 1;
      }
    }
    this.#pending = all.slice(start);
    if (this.#pending.length > MAX_PENDING) {
      throw new Error(
        `A line has more than ${MAX_PENDING.toLocaleString("en")} characters, so this is not a metrics.csv of Lightning.`,
      );
    }
    return records;
  }
}

/** The record at `start`, some of whose cells are quoted and may contain line breaks; null: it is not complete yet. */
function quotedRecord(text: string, start: number): { cells: string[]; next: number } | null {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at);
    if (cell === null) return null;
    cells.push(cell.text);
    if (text[cell.next] === ",") {
      at = cell.next + 1;
      continue;
    }
    const lineEnd = text.indexOf("\n", cell.next);
    return lineEnd < 0 ? null : { cells, next: lineEnd + 1 };
  }
}

function quotedCell(text: string, start: number): { text: string; next: number } | null {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] !== '"') continue;
    if (text[at + 1] !== '"') return { text: text.slice(start + 1, at).replaceAll('""', '"'), next: at + 1 };
    at++;
  }
  return null;
}

function plainCell(text: string, start: number): { text: string; next: number } | null {
  let at = start;
  while (at < text.length && text[at] !== "," && text[at] !== "\n") at++;
  return at === text.length ? null : { text: withoutReturn(text.slice(start, at)), next: at };
}

function withoutReturn(text: string): string {
  return text.endsWith("\r") ? text.slice(0, -1) : text;
}
