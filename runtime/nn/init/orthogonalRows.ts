import { drawNormal } from "./draw.js";

/**
 * A matrix, row by row, whose rows (columns, where there are more rows than columns) are at right angles and of length 1, evenly drawn from
 * all of these (torch/nn/init.py, `orthogonal_`): normal numbers made orthogonal by Gram and Schmidt, which leaves R's diagonal positive.
 */
export function orthogonalRows(rows: number, columns: number): Float64Array {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const lines: Float64Array[] = [];
  for (let i = 0; i < count; i++) {
    const line = Float64Array.from({ length }, () => drawNormal(0, 1));
    // Twice is enough to be exact (Kahan and Parlett).
    for (const done of [...lines, ...lines]) subtractProjection(line, done);
    const norm = Math.sqrt(dot(line, line));
    lines.push(line.map((value) => value / norm));
  }
  const at = (row: number, column: number) => (rows <= columns ? lines[row]?.[column] : lines[column]?.[row]) as number;
  return Float64Array.from({ length: rows * columns }, (_, i) => at(Math.floor(i / columns), i % columns));
}

function subtractProjection(line: Float64Array, unit: Float64Array): void {
  const product = dot(line, unit);
  for (let i = 0; i < line.length; i++) line[i] = (line[i] as number) - product * (unit[i] as number);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
