import { durationSeconds } from "../../duration.js";
import { ALL, type Limit, parseLimit } from "./limit.js";
import { fractionAcrossEpochs, invalidCheckTime } from "./optionErrors.js";

/** When to validate within training: after so many batches, a share of the epoch's, or so much time. */
export type CheckInterval = Limit | { readonly kind: "time"; readonly seconds: number };

/** @param acrossEpochs batches are counted across epochs (`checkValEveryNEpoch` is null): a share of an epoch has no meaning then. */
export function parseCheckInterval(value: unknown, acrossEpochs: boolean): CheckInterval {
  if (value === undefined || value === null) return ALL;
  if (typeof value === "object" || (typeof value === "string" && value.includes(":"))) {
    const seconds = durationSeconds(value);
    if (seconds === null) throw invalidCheckTime(value);
    return { kind: "time", seconds };
  }
  const limit = parseLimit("valCheckInterval", value);
  if (acrossEpochs && limit.kind === "fraction") throw fractionAcrossEpochs(value);
  return limit;
}
