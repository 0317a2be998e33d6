/**
 * The registered symbol under which a debugger leaves, before the program begins, the guards that it wants compiled into the user's sources:
 * an array of `WantedGuard`. Absent: none.
 */
export const GUARDS_SYMBOL = "lightning.guards";

/** A statement that decides at a breakpoint whether to stop, so that V8 need not ask the debugger at each hit. */
export interface WantedGuard {
  /** The breakpoint's number. */
  readonly id: number;
  /** The real path of the source. */
  readonly file: string;
  /** Line of the source, from 1. */
  readonly line: number;
  /** Column of the source, from 1; null: the first that has code. */
  readonly column: number | null;
  /** JavaScript, in one line. */
  readonly code: string;
}

/** The field of a source map that tells which guards were compiled in: an array of `PlacedGuard`. */
export const GUARDS_FIELD = "x_lightning_guards";

/** Where a guard stands in the code that runs: line and column from 0. */
export interface PlacedGuard {
  readonly id: number;
  readonly line: number;
  readonly column: number;
  readonly length: number;
}
