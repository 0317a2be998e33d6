import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BatchStops } from "../../../runtime/protocol/batchStops.js";
import type { TypeScriptExpressions } from "../evaluation/typeScriptExpressions.js";

type FilterId = Exclude<keyof BatchStops, "runTo">;

const OVER = "epoch, batch, globalStep, stage and the logged metrics";

/** Places of a training that a user can stop at, offered beside the kinds of exceptions. */
export const BATCH_FILTERS: readonly (DebugProtocol.ExceptionBreakpointsFilter & { filter: FilterId })[] = [
  {
    filter: "nonFinite",
    label: "Non-Finite Values",
    description:
      "Stops when a loss, gradient or weight becomes NaN or infinite. Each step reads all of them: training is slower meanwhile.",
    supportsCondition: true,
    conditionDescription:
      "Which of them: `loss`, `gradient`, `weight`, or logged metrics, for example `loss, val_loss`",
  },
  {
    filter: "metric",
    label: "Metric Condition",
    description: "Stops when logged metrics meet a condition.",
    supportsCondition: true,
    conditionDescription: "For example `val_loss > 2 * best`, where `best` is the best `val_loss` before",
  },
  {
    filter: "batchStart",
    label: "Batch Start",
    description: "Stops on the first line of the step that gets a batch.",
    supportsCondition: true,
    conditionDescription: `An expression over ${OVER}, for example \`batch % 100 === 0\``,
  },
  {
    filter: "epochStart",
    label: "Epoch Start",
    description: "Stops on the first line of `trainingStep` in the first batch of an epoch.",
    supportsCondition: true,
    conditionDescription: `An expression over ${OVER}, for example \`epoch >= 3\``,
  },
];

/** What is to stay finite unless somebody names something else. */
const PARTS = ["loss", "gradient", "weight"];
/** Names, with whatever stands between them. */
const NAMES = /^[\w./-]+(?:[\s,|]+[\w./-]+)*$/;

/** `epoch = 3`, which was meant as a comparison. */
const ASSIGNS = /^([\w$.]+(?:\[[^\]]*\])?\s*)=(?![=>])/;

/** A filter that the editor has switched on: where to stop for it, or what is wrong with its condition. */
export type BatchFilter =
  | { readonly id: FilterId; readonly texts: readonly string[] }
  | { readonly id: FilterId; readonly message: string };

/** @returns null: it is another filter. */
export async function batchFilter(
  { filterId, condition = "" }: DebugProtocol.ExceptionFilterOptions,
  expressions: TypeScriptExpressions,
): Promise<BatchFilter | null> {
  const id = BATCH_FILTERS.find(({ filter }) => filter === filterId)?.filter;
  if (id === undefined) return null;
  const text = condition.trim();
  if (id === "nonFinite") {
    if (text === "") return { id, texts: PARTS };
    return NAMES.test(text) ? { id, texts: text.split(/[\s,|]+/).map(singular) } : { id, message: noNames(text) };
  }
  if (text === "") return id === "metric" ? { id, message: NO_CONDITION } : { id, texts: [""] };
  if (ASSIGNS.test(text)) return { id, message: assigns(text) };
  try {
    const expression = await expressions.expression(text);
    // As the runtime reads it: it awaits nothing.
    new Function(`"use strict"; return (${expression}\n);`);
    return { id, texts: [expression] };
  } catch (error) {
    return { id, message: error instanceof Error ? error.message : String(error) };
  }
}

const NO_CONDITION =
  "A metric condition stops at nothing without one. Edit it, for example `val_loss > 2 * best` or `train_acc < 0.5 && epoch > 2`.";

/** `gradients` are meant, too. */
function singular(name: string): string {
  return /^(?:gradient|weight)s$/.test(name) ? name.slice(0, -1) : name;
}

function assigns(text: string): string {
  return `\`${text}\` assigns a value, and would always hold. Compare with \`===\`, for example \`${text.replace(ASSIGNS, "$1===")}\`.`;
}

function noNames(text: string): string {
  return `\`${text}\` is no list of names. Name what must stay finite: \`loss\`, \`gradient\`, \`weight\`, or logged metrics, for example \`loss, val_loss\`.`;
}
