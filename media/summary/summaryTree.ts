import type { SummaryRow } from "../messages.js";

/** A row with its place in the tree. Rows are in depth-first order, so that a row's children follow it. */
export interface TreeRow {
  /** Index among all rows of the summary. */
  readonly index: number;
  readonly row: SummaryRow;
  /** The last part of its path. */
  readonly label: string;
  /** Index of the row that it belongs to; null: the model itself. */
  readonly parent: number | null;
  readonly hasChildren: boolean;
}

export function treeRows(rows: readonly SummaryRow[]): TreeRow[] {
  const parents: number[] = [];
  return rows.map((row, index) => {
    parents.length = Math.min(parents.length, row.depth - 1);
    const parent = parents.at(-1) ?? null;
    parents.push(index);
    const prefix = parent === null ? "" : `${rows[parent]?.name ?? ""}.`;
    const label = row.name.startsWith(prefix) ? row.name.slice(prefix.length) : row.name;
    return { index, row, label, parent, hasChildren: (rows[index + 1]?.depth ?? 0) > row.depth };
  });
}

/** The rows to show: those of which no ancestor is collapsed. */
export function visibleRows(rows: readonly TreeRow[], collapsed: ReadonlySet<string>): TreeRow[] {
  const hidden = new Set<number>();
  return rows.filter(({ index, parent }) => {
    const above = parent === null ? undefined : rows[parent];
    if (above === undefined || !(hidden.has(above.index) || collapsed.has(above.row.name))) return true;
    hidden.add(index);
    return false;
  });
}

/** The names to collapse so that rows down to a depth are seen. */
export function collapsedBelow(rows: readonly TreeRow[], depth: number): ReadonlySet<string> {
  return new Set(rows.filter(({ row, hasChildren }) => hasChildren && row.depth >= depth).map(({ row }) => row.name));
}
