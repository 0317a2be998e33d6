import type { Callback } from "../../../runtime/callbacks/callback.js";
import * as callbacks from "../../../runtime/callbacks/index.js";
import { errorDifference } from "../errorTexts.js";
import type { Json } from "../goldenCase.js";
import { ourText, ourValue } from "../names.js";
import type { Outcome } from "../outcome.js";
import { type Difference, firstDifference, valueText } from "../picture.js";
import { type DecisionCase, replayDecisions } from "./decisionReplay.js";

interface Stopping extends Callback {
  readonly stoppedEpoch: number;
  readonly waitCount: number;
  readonly bestScore: number;
  readonly stoppingReason: string;
  readonly stoppingReasonMessage: string | null;
}

/** What EarlyStopping decided for a series of values. */
export function isEarlyStoppingCase(value: unknown): value is DecisionCase {
  return typeof value === "object" && value !== null && "series" in value && "stopping_reason" in value;
}

export async function runEarlyStoppingCase(golden: DecisionCase, monitor: string): Promise<Outcome> {
  const { EarlyStopping } = callbacks as unknown as { EarlyStopping: new (options: unknown) => Stopping };
  let stopping: Stopping | undefined;
  const perEpoch: Json[] = [];
  const { trainer, exception } = await replayDecisions(
    golden,
    monitor,
    () => {
      stopping = new EarlyStopping({ monitor, ...(ourValue(golden.args, "") as object) });
      return stopping;
    },
    ({ shouldStop }, epoch) => {
      const { waitCount, bestScore } = stopping as Stopping;
      const value = Number(golden.series[epoch]);
      perEpoch.push({ epoch, value, wait_count: waitCount, best_score: bestScore, should_stop: shouldStop });
    },
  );
  const { stoppedEpoch, waitCount, bestScore, stoppingReason, stoppingReasonMessage } = stopping as Stopping;
  const difference =
    errorDifference("exception", exception, golden.exception) ??
    epochDifference(perEpoch, golden["per_epoch"] as readonly Json[]) ??
    fieldDifference(golden, {
      epochs_run: trainer.currentEpoch,
      stopped_epoch: stoppedEpoch,
      wait_count: waitCount,
      best_score: bestScore,
      stopping_reason: stoppingReason,
      stopping_reason_message: stoppingReasonMessage,
    });
  return difference === null
    ? { kind: "passed", name: golden.name }
    : { kind: "failed", name: golden.name, difference };
}

export function epochDifference(got: readonly Json[], wanted: readonly Json[]): Difference | null {
  return firstDifference("epoch", got.map(valueText), wanted.map(valueText));
}

export function fieldDifference(golden: Json, got: Json): Difference | null {
  for (const [name, value] of Object.entries(got)) {
    const expected = typeof golden[name] === "string" ? ourText(golden[name]) : golden[name];
    const difference = firstDifference(name, [valueText(value)], [valueText(expected)]);
    if (difference !== null) return difference;
  }
  return null;
}
