/** Which runs are shown. */
export interface RunSelection {
  /** By id, in the order in which they were chosen. */
  readonly selected: readonly string[];
  /** Runs that were listed last time; null: no list was seen yet. */
  readonly listed: ReadonlySet<string> | null;
  /** True once the user (or the state of an earlier window) has chosen. */
  readonly chosen: boolean;
}

export function firstSelection(restored: readonly string[] | null): RunSelection {
  return { selected: restored ?? [], listed: null, chosen: restored !== null };
}

/** Takes in a list of runs. What the user chose stays; a run that is new since the last list joins when the host suggests it. */
export function withRuns(selection: RunSelection, ids: readonly string[], suggested: readonly string[]): RunSelection {
  const listed = new Set(ids);
  const kept = selection.selected.filter((id) => listed.has(id));
  const wanted =
    selection.listed === null ? atFirst(selection, kept, suggested) : [...kept, ...suggested.filter(isNew)];
  return { ...selection, selected: [...new Set(wanted)].filter((id) => listed.has(id)), listed };

  function isNew(id: string): boolean {
    return selection.listed?.has(id) === false;
  }
}

/** A choice whose runs are all gone is no choice any more; having chosen none is one. */
function atFirst(selection: RunSelection, kept: readonly string[], suggested: readonly string[]): readonly string[] {
  const holds = selection.chosen && (kept.length > 0 || selection.selected.length === 0);
  return holds ? kept : suggested;
}

/** These runs and no others. */
export function withOnly(selection: RunSelection, ids: readonly string[]): RunSelection {
  return { ...selection, selected: [...new Set(ids)], chosen: true };
}

export function withRun(selection: RunSelection, id: string, shown: boolean): RunSelection {
  const others = selection.selected.filter((other) => other !== id);
  return withOnly(selection, shown ? [...others, id] : others);
}
