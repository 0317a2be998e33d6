import type { Difference } from "../picture.js";

/** A warning that one side gives and the other does not; null: there is none. Texts begin alike, but for the marks around names. */
export function metricWarningDifference(said: readonly string[], recorded: readonly string[]): Difference | null {
  const [ours, theirs] = [said.map(beginning), recorded.map(beginning)];
  const missing = recorded[theirs.findIndex((text) => !ours.includes(text))];
  if (missing !== undefined) return { what: "warning", expected: missing, got: said.join(" | ") || "nothing said" };
  const surplus = said[ours.findIndex((text) => !theirs.includes(text))];
  return surplus === undefined ? null : { what: "warning", expected: "not said", got: surplus };
}

function beginning(text: string): string {
  return text.replace(/[`'"]/g, "").split(/\s+/).slice(0, 7).join(" ").toLowerCase();
}
