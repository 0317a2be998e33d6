/** An action and its figures. */
export type ReportRow = readonly [action: string, ...figures: string[]];

const TAB = 8;

/** A table as Lightning's SimpleProfiler prints it, each line begun by a line end. */
export function reportTable(header: ReportRow, rows: readonly ReportRow[], total?: ReportRow): string {
  const width = Math.max(...rows.map(([action]) => action.length));
  const line = ([action, ...figures]: ReportRow) =>
    `\n|  ${action.padEnd(width)}\t|${figures.map((figure) => `  ${figure.padEnd(15)}\t|`).join("")}`;
  const rule = `\n${"-".repeat(expandedLength(line(header)))}`;
  return [
    ...[rule, line(header), rule],
    ...(total === undefined ? [] : [line(total), rule]),
    ...[...rows.map(line), rule],
  ].join("");
}

/** A number with five significant digits, as Python's format `.5` writes it. */
export function fiveDigits(value: number): string {
  if (value === 0) return "0.0";
  const [mantissa = "", exponent = "0"] = value.toExponential(4).split("e");
  const power = Number(exponent);
  if (power < -4 || power >= 5) {
    return `${Number(mantissa)}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
  }
  const text = String(Number(value.toPrecision(5)));
  return text.includes(".") ? text : `${text}.0`;
}

/** Characters on the screen, with the line end: a tab goes on to the next multiple of eight. */
function expandedLength(line: string): number {
  let column = 0;
  for (const character of line.slice(1)) column += character === "\t" ? TAB - (column % TAB) : 1;
  return column + 1;
}
