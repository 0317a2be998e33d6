import type { BatchPosition, RunTo } from "../../../runtime/protocol/batchStops.js";
import { adapterErrors } from "../adapterErrors.js";

const NEXT = ["batch", "epoch", "validation"] as const;

/** @param to what a request says. @throws when it is no place. */
export function parseRunTo(to: unknown): RunTo {
  const next = NEXT.find((name) => name === to);
  if (next !== undefined) return next;
  if (typeof to === "object" && to !== null) {
    const { epoch, batch = 0 } = to as { readonly epoch?: unknown; readonly batch?: unknown };
    if (isCount(epoch) && isCount(batch)) return { epoch, batch };
  }
  throw new Error(adapterErrors.badRunTo(JSON.stringify(to) ?? "nothing"));
}

export function runToText(to: RunTo): string {
  if (typeof to === "string") return `the next ${to}`;
  return "step" in to ? `the first \`${to.step}\`` : `epoch ${to.epoch}, batch ${to.batch}`;
}

/** True for a batch that training was at already. */
export function hasPassed(to: RunTo, { epoch, batch, isTraining }: BatchPosition): boolean {
  if (typeof to === "string" || "step" in to || epoch === null) return false;
  return to.epoch < epoch || (isTraining && to.epoch === epoch && to.batch <= batch);
}

/** How much of the way is done, in percent; undefined: nobody knows. */
export function shareOf(to: RunTo, { epoch, batch, batches, isTraining }: BatchPosition): number | undefined {
  if (!isTraining || epoch === null || batches === null || batches === 0) return undefined;
  if (to === "epoch") return Math.floor((100 * batch) / batches);
  if (typeof to === "string" || "step" in to) return undefined;
  const all = to.epoch * batches + to.batch;
  return all === 0 ? undefined : Math.min(100, Math.floor((100 * (epoch * batches + batch)) / all));
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
