import { ModelSummary } from "../../../runtime/summary/modelSummary.js";
import { errorClassDifference } from "../errorTexts.js";
import type { Outcome } from "../outcome.js";
import { MODELS } from "./models.js";

/** What Lightning says to depths that are none, by how Python writes them. */
export type DepthErrorFile = Readonly<Record<string, string>>;

export function isDepthErrorFile(content: unknown): content is DepthErrorFile {
  if (typeof content !== "object" || content === null || Array.isArray(content)) return false;
  const texts = Object.values(content);
  return texts.length > 0 && texts.every((text) => typeof text === "string" && text.includes("`max_depth`"));
}

/** Each is refused here too. */
export function runDepthErrorFile(content: DepthErrorFile): (() => Promise<Outcome>)[] {
  return Object.entries(content).map(([depth, text]) => async (): Promise<Outcome> => {
    const name = `ModelSummary with max_depth=${depth}`;
    if (/^-?\d+\.0$/.test(depth))
      return {
        kind: "notApplicable",
        name,
        reason: "JavaScript does not tell 1.0 from 1, so that a depth may be either",
      };
    const [, type = "", message = ""] = /^(\w+): (.*)$/s.exec(text) ?? [];
    const difference = errorClassDifference("exception", refusal(pythonValue(depth)), { type, message });
    return difference === null ? { kind: "passed", name } : { kind: "failed", name, difference };
  });
}

function refusal(maxDepth: unknown): Error | null {
  try {
    new ModelSummary((MODELS["empty"] as () => never)(), { maxDepth: maxDepth as number });
    return null;
  } catch (error) {
    return error as Error;
  }
}

function pythonValue(python: string): unknown {
  if (/^['"]/.test(python)) return python.slice(1, -1);
  if (python === "None") return null;
  if (/^[-+]?inf$/.test(python)) return Number(python.replace("inf", "Infinity"));
  return /^[[(]/.test(python) ? [] : Number(python);
}
