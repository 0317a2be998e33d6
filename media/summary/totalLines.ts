import { countText } from "../countText.js";
import type { SummaryView } from "../messages.js";

type Totals = SummaryView["totals"];

/** What Lightning prints below a summary. */
export function totalLines(totals: Totals): (readonly [name: string, value: string])[] {
  const size = totals.sizeMb.toLocaleString("en-US", { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  return [
    ["Trainable params", countText(totals.trainableParams)],
    ["Non-trainable params", countText(totals.nonTrainableParams)],
    ["Total params", countText(totals.totalParams)],
    ["Estimated size", `${size} MB`],
    ["Modules in train mode", String(totals.modulesInTrain)],
    ["Modules in eval mode", String(totals.modulesInEval)],
    ...(totals.flops > 0 ? [["FLOPs", countText(totals.flops)] as const] : []),
  ];
}
