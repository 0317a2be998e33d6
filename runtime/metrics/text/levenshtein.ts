/** How a list becomes another: what happens to each place. */
export type Edit = "insert" | "delete" | "substitute" | "keep";

export interface Alignment {
  readonly distance: number;
  readonly edits: readonly Edit[];
}

/** Places further than so many from the diagonal are not looked at. */
const BEAM_WIDTH = 25;

/** Edit distance along a beam around the diagonal, and the edits (torchmetrics/functional/text/helper.py, `_LevenshteinEditDistance`). */
export function aligned(pred: readonly string[], reference: readonly string[], substitutionCost = 1): Alignment {
  const [rows, columns] = [pred.length + 1, reference.length + 1];
  const costs = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  const edits: (Edit | undefined)[] = Array.from({ length: rows * columns });
  for (let j = 0; j < columns; j++) {
    costs[j] = j;
    edits[j] = "insert";
  }
  const ratio = pred.length === 0 ? 1 : reference.length / pred.length;
  const beam = ratio / 2 > BEAM_WIDTH ? Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
  for (let i = 1; i < rows; i++) {
    const diagonal = Math.floor(i * ratio);
    const end = i === rows - 1 ? columns : Math.min(columns, diagonal + beam);
    for (let j = Math.max(0, diagonal - beam); j < end; j++) step(i, j);
  }
  return { distance: costs.at(-1) as number, edits: trace() };

  function step(i: number, j: number): void {
    const at = i * columns + j;
    if (j === 0) {
      costs[at] = (costs[at - columns] as number) + 1;
      edits[at] = "delete";
      return;
    }
    const isSame = pred[i - 1] === reference[j - 1];
    consider(at, (costs[at - columns - 1] as number) + (isSame ? 0 : substitutionCost), isSame ? "keep" : "substitute");
    consider(at, (costs[at - columns] as number) + 1, "delete");
    consider(at, (costs[at - 1] as number) + 1, "insert");
  }

  function consider(at: number, cost: number, edit: Edit): void {
    if (!((costs[at] as number) > cost)) return;
    costs[at] = cost;
    edits[at] = edit;
  }

  function trace(): Edit[] {
    const found: Edit[] = [];
    let [i, j] = [rows - 1, columns - 1];
    while (i > 0 || j > 0) {
      const edit = edits[i * columns + j];
      if (edit === undefined) throw new RangeError("The texts are too different in length to be aligned.");
      found.push(edit);
      if (edit !== "insert") i--;
      if (edit !== "delete") j--;
    }
    return found.reverse();
  }
}
