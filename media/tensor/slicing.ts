/** Rows and columns of a heat map that are shown at once. */
export const WINDOW = 256;

/** What part of a tensor is shown: which dimensions run down and across, and where the others stand. */
export interface Slicing {
  /** Null: the tensor has one dimension, or none. */
  readonly rows: number | null;
  /** Null: it is a scalar. */
  readonly columns: number | null;
  /** For each dimension the index that is shown, or the first one of those that are. */
  readonly at: readonly number[];
}

/** A part of a tensor, as it is asked for. */
export interface Block {
  readonly begin: readonly number[];
  readonly size: readonly number[];
}

/** The last two dimensions, from the first index of every other. */
export function firstSlicing(shape: readonly number[]): Slicing {
  const rank = shape.length;
  return { rows: rank > 1 ? rank - 2 : null, columns: rank > 0 ? rank - 1 : null, at: shape.map(() => 0) };
}

/** The same slicing for a tensor of another shape, as far as it makes sense there. */
export function refitted(slicing: Slicing, shape: readonly number[]): Slicing {
  if (slicing.at.length !== shape.length) return firstSlicing(shape);
  return { ...slicing, at: slicing.at.map((index, i) => clamped(index, shape[i] ?? 1)) };
}

/** Puts a dimension down or across; the one that was there changes places with it. */
export function withAxis(slicing: Slicing, axis: "rows" | "columns", dimension: number): Slicing {
  const other = axis === "rows" ? "columns" : "rows";
  const taken = slicing[other] === dimension;
  const at = slicing.at.map((index, i) => (i === dimension || i === slicing[axis] ? 0 : index));
  return { ...slicing, at, [axis]: dimension, ...(taken ? { [other]: slicing[axis] } : {}) };
}

/** Moves along a dimension: by one index, of what runs down or across by one window. */
export function moved(slicing: Slicing, shape: readonly number[], dimension: number, to: number): Slicing {
  const isAxis = dimension === slicing.rows || dimension === slicing.columns;
  const length = shape[dimension] ?? 1;
  const last = isAxis ? WINDOW * Math.floor((length - 1) / WINDOW) : length - 1;
  const index = Math.min(Math.max(0, to), Math.max(0, last));
  return { ...slicing, at: slicing.at.map((old, i) => (i === dimension ? index : old)) };
}

/** The dimensions of which one index is shown. */
export function fixedDimensions({ rows, columns, at }: Slicing): number[] {
  return at.map((_, i) => i).filter((i) => i !== rows && i !== columns);
}

export function blockOf({ rows, columns, at }: Slicing, shape: readonly number[]): Block {
  const size = shape.map((length, i) =>
    i === rows || i === columns ? Math.min(WINDOW, length - (at[i] ?? 0)) : Math.min(1, length),
  );
  return { begin: at, size };
}

/** Numbers in rows. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** A block's values in the rows and columns that are shown: they come in the order of the tensor's dimensions. */
export function gridOf({ rows, columns }: Slicing, { size }: Block, values: Float32Array): Grid {
  const [height, width] = [rows === null ? 1 : (size[rows] ?? 1), columns === null ? 1 : (size[columns] ?? 1)];
  if (rows === null || columns === null || rows < columns) return { rows: height, columns: width, values };
  const turned = new Float32Array(values.length);
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      turned[row * width + column] = values[column * height + row] ?? Number.NaN;
  return { rows: height, columns: width, values: turned };
}

/** `x[3, :, 0:256, 1]`, as one would write it. */
export function slicingText({ rows, columns, at }: Slicing, shape: readonly number[]): string {
  const parts = shape.map((length, i) => {
    const start = at[i] ?? 0;
    if (i !== rows && i !== columns) return String(start);
    return length <= WINDOW ? ":" : `${start}:${Math.min(start + WINDOW, length)}`;
  });
  return parts.length === 0 ? "" : `[${parts.join(", ")}]`;
}

/** The index in the tensor of a cell that is shown. */
export function indexOf({ rows, columns, at }: Slicing, row: number, column: number): number[] {
  return at.map((index, i) => index + (i === rows ? row : i === columns ? column : 0));
}

function clamped(index: number, length: number): number {
  return Math.min(index, Math.max(0, length - 1));
}
