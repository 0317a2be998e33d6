import type { BatchStop } from "../protocol/batchStops.js";

/**
 * Stops here, when a debugger looks.
 *
 * @param stop why.
 * @param step the user's function that is about to be called, in which to stop in place of here; null: none is.
 * @param values what is wrong, by its name: to be looked at.
 */
export function stopForDebugger(
  stop: BatchStop,
  step: ((...args: never[]) => unknown) | null,
  values: Readonly<Record<string, unknown>>,
): void {
  // biome-ignore lint/suspicious/noDebugger: it is what this is for
  debugger;
  // They are read by whoever has stopped here.
  void [stop, step, values];
}
