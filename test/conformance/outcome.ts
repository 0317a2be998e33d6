import type { Difference } from "./picture.js";

/** What became of a case. */
export type Outcome =
  | { readonly kind: "passed"; readonly name: string }
  | { readonly kind: "failed"; readonly name: string; readonly difference: Difference }
  | { readonly kind: "notApplicable"; readonly name: string; readonly reason: string };

/** One line for a failing case, none for the others. */
export function outcomeLine(outcome: Outcome, path: string): string | null {
  switch (outcome.kind) {
    case "passed":
    case "notApplicable":
      return null;
    case "failed": {
      const { what, expected, got } = outcome.difference;
      return oneLine(`✗ ${path} ${outcome.name}: ${what}: expected ${expected}; got ${got}`);
    }
  }
}

/** How many cases did what, with the reasons of those that do not apply. */
export function summaryLines(outcomes: readonly Outcome[]): string[] {
  const count = (kind: Outcome["kind"]) => outcomes.filter((outcome) => outcome.kind === kind).length;
  const reasons = new Map<string, number>();
  for (const outcome of outcomes) {
    if (outcome.kind === "notApplicable") reasons.set(outcome.reason, (reasons.get(outcome.reason) ?? 0) + 1);
  }
  return [
    ...[...reasons].map(([reason, cases]) => `not applicable: ${cases} × ${reason}`),
    `${count("passed")} passed, ${count("failed")} failed, ${count("notApplicable")} not applicable`,
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, " ⏎ ");
}
