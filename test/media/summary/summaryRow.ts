import type { SummaryRow } from "../../../media/messages.js";

/** A row of a summary, with a linear layer's looks. */
export function summaryRow(name: string, rest: Partial<SummaryRow> = {}): SummaryRow {
  return {
    name,
    type: "Linear",
    depth: name.split(".").length,
    params: 0,
    trainableParams: rest.params ?? 0,
    mode: "train",
    flops: 0,
    inSizes: null,
    outSizes: null,
    hasSource: false,
    ...rest,
  };
}
