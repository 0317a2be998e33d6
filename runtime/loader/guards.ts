import { realpathSync } from "node:fs";
import { relative } from "node:path";
import { GUARDS_SYMBOL, type WantedGuard } from "../protocol/guards.js";
import { withGuards } from "./withGuards.js";

/** In a thread of hooks: what the main thread has told it. */
let told: readonly WantedGuard[] | null = null;

/** What a debugger wants compiled in. */
export function wantedGuards(): readonly WantedGuard[] {
  const left = (globalThis as Record<symbol, unknown>)[Symbol.for(GUARDS_SYMBOL)];
  return told ?? (left as readonly WantedGuard[] | undefined) ?? [];
}

export function setWantedGuards(guards: readonly WantedGuard[]): void {
  told = guards;
}

/** The transpiled code of a file, with the guards that a debugger wants in it. */
export function guarded(file: string, code: string): string {
  const wanted = wantedGuards();
  if (wanted.length === 0) return code;
  const path = realpathSync(file);
  return withGuards(
    code,
    // Where paths do not tell upper from lower case, neither does this.
    wanted.filter((guard) => relative(guard.file, path) === ""),
  );
}
