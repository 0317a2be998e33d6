import type { DebugProtocol } from "@vscode/debugprotocol";
import type { GuardCode } from "./guardCode.js";

/** What a breakpoint asks for before it stops. */
export interface BreakpointOptions {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** Where a breakpoint is wanted: at a line of a file, or at the beginning of functions of a name. */
export type BreakpointTarget =
  | { readonly kind: "source"; readonly file: string; readonly line: number; readonly column: number | undefined }
  | { readonly kind: "function"; readonly name: string };

/** A breakpoint of the editor, and what is known of it. */
export interface Breakpoint {
  readonly id: number;
  readonly target: BreakpointTarget;
  readonly options: BreakpointOptions;
  /** The condition under which V8 stops; undefined: always. */
  readonly condition: string | undefined;
  /** The same as a statement that can be compiled into the user's code; null: only V8 can evaluate it. */
  readonly guard: GuardCode | null;
  /** Why it can never stop; null: it can. */
  readonly refused: string | null;
  verified: boolean;
  /** Where it really is, once it is known. */
  at: { readonly file: string; readonly line: number; readonly column: number } | null;
}

export function toDap({ id, verified, at, target, refused }: Breakpoint): DebugProtocol.Breakpoint {
  const wanted = target.kind === "source" ? { line: target.line, ...columnOf(target.column) } : {};
  const place = at === null ? wanted : { line: at.line, column: at.column, source: { path: at.file } };
  if (refused !== null) return { id, verified: false, reason: "failed", message: refused, ...wanted };
  return verified
    ? { id, verified, ...place }
    : { id, verified, reason: "pending", message: PENDING[target.kind], ...place };
}

const PENDING = {
  source: "No code of this file has been loaded yet.",
  function:
    "No function of this name has been loaded yet. Write `trainingStep`, or `Net.trainingStep` for the class that declares it.",
} as const;

function columnOf(column: number | undefined): { column?: number } {
  return column === undefined ? {} : { column };
}

/** True when two breakpoints ask for the very same. */
export function isSame(a: Breakpoint, target: BreakpointTarget, options: BreakpointOptions): boolean {
  return JSON.stringify([a.target, picked(a.options)]) === JSON.stringify([target, picked(options)]);
}

function picked({ condition, hitCondition, logMessage }: BreakpointOptions): readonly (string | null)[] {
  return [condition ?? null, hitCondition ?? null, logMessage ?? null];
}
