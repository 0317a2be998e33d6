import type { ChartTheme } from "./chartTheme.js";
import type { RunSlot } from "./runSlots.js";

/** Colour and dash pattern of a run's lines. */
export interface RunStyle {
  readonly colour: string;
  /** Lengths of line and gap in pixels; empty: a full line. */
  readonly dash: readonly number[];
}

export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/** Where the theme wants more contrast, neighbouring colours differ by their dashes as well. */
export function runStyle(slot: RunSlot, theme: ChartTheme): RunStyle {
  const dash = theme.highContrast ? slot.dash + slot.colour : slot.dash;
  return { colour: theme.palette[slot.colour] ?? theme.text, dash: DASHES[dash % DASHES.length] ?? [] };
}
