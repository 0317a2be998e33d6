import type { TreeRow } from "./summaryTree.js";

/** What a key does in the tree; null: nothing. */
export type TreeAction =
  | { readonly kind: "focus"; readonly index: number }
  | { readonly kind: "expand" | "collapse" | "open"; readonly index: number };

/** The keys of an ARIA treegrid. `visible` are the rows that are seen, `at` is the position of the focused one among them. */
export function treeKey(
  key: string,
  visible: readonly TreeRow[],
  at: number,
  collapsed: ReadonlySet<string>,
): TreeAction | null {
  const current = visible[at];
  if (current === undefined) return null;
  const focus = (row: TreeRow | undefined): TreeAction | null =>
    row === undefined ? null : { kind: "focus", index: row.index };
  const isOpen = current.hasChildren && !collapsed.has(current.row.name);
  switch (key) {
    case "ArrowDown":
      return focus(visible[at + 1]);
    case "ArrowUp":
      return focus(visible[at - 1]);
    case "Home":
      return focus(visible[0]);
    case "End":
      return focus(visible.at(-1));
    case "ArrowRight":
      if (isOpen) return focus(visible[at + 1]);
      return current.hasChildren ? { kind: "expand", index: current.index } : null;
    case "ArrowLeft":
      if (isOpen) return { kind: "collapse", index: current.index };
      return focus(visible.find(({ index }) => index === current.parent));
    case "Enter":
      return { kind: "open", index: current.index };
    default:
      return null;
  }
}
