import { appendFileSync, readFileSync } from "node:fs";
import { writeFileAtomic } from "../atomicFile.js";

/** A CSV file of numbers that grows: rows are appended; a new name rewrites it with one column more. Columns are sorted. */
export class CsvFile {
  #columns: readonly string[] = [];

  constructor(private readonly path: string) {}

  /** @param rows cells by column. */
  append(rows: readonly Readonly<Record<string, string>>[]): void {
    const known = this.#columns;
    const columns = [...new Set([...known, ...rows.flatMap((row) => Object.keys(row))])].sort();
    const added = rows.map((row) => line(columns.map((name) => row[name] ?? ""))).join("");
    if (columns.length === known.length) {
      appendFileSync(this.path, added);
      return;
    }
    this.#columns = columns;
    const earlier = known.length === 0 ? "" : this.#rowsUnder(columns, known);
    writeFileAtomic(this.path, line(columns.map(quoted)) + earlier + added);
  }

  /** The rows on disk, moved to their places among more columns. Cells are numbers: no comma stands in one. */
  #rowsUnder(columns: readonly string[], known: readonly string[]): string {
    const places = columns.map((name) => known.indexOf(name));
    const header = line(known.map(quoted));
    const rows = readFileSync(this.path, "utf8").slice(header.length).split("\r\n").slice(0, -1);
    return rows
      .map((row) => {
        const cells = row.split(",");
        return line(places.map((place) => cells[place] ?? ""));
      })
      .join("");
  }
}

function line(cells: readonly string[]): string {
  return `${cells.join(",")}\r\n`;
}

function quoted(name: string): string {
  return /[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
