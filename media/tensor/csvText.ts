import type { Grid } from "./slicing.js";

/** The rows and columns that are shown, as comma-separated values. */
export function csvText({ rows, columns, values }: Grid): string {
  const lines = Array.from({ length: rows }, (_, row) =>
    [...values.subarray(row * columns, (row + 1) * columns)]
      .map((value) => String(Number(value.toPrecision(9))))
      .join(","),
  );
  return `${lines.join("\n")}\n`;
}
