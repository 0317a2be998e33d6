import { camel } from "../names.js";
import type { Difference } from "../picture.js";
import { type AnyScheduler, baseOptimizer, buildScheduler } from "./buildScheduler.js";
import type { Numbers, SchedulerCase } from "./goldenOptim.js";
import { FLOAT64, numbersDifference } from "./nearNumbers.js";
import type { AnyOptimizer } from "./subject.js";

/** What a scheduler's state has in Python only: marks of a step that is being taken, and functions. */
const NOT_STATE = ["_get_lr_called_within_step", "_is_initial", "_scale_fn_custom"];

/** Rates and momenta before each step; half way through new schedulers go on from the saved state, which must change nothing. */
export function schedulerDifference(golden: SchedulerCase, base: string): Difference | null {
  const { scheduler: name, args, lr, momentum, metrics } = golden;
  const groups = Array.isArray(lr[0]) ? baseRates(args["note"], lr[0] as readonly number[]) : [];
  const { optimizer, dispose } = baseOptimizer(base, groups);
  try {
    let scheduler = buildScheduler(name, optimizer, args);
    for (const [step, wanted] of lr.entries()) {
      if (step > 0) scheduler.step(metrics === undefined ? undefined : Number(metrics[step - 1]));
      if (step === Math.floor(lr.length / 2)) scheduler = resumed(scheduler, optimizer, golden);
      const difference =
        numbersDifference(`lr ${step}`, ratesOf(optimizer, wanted), wanted, FLOAT64) ??
        momentumDifference(optimizer, step, momentum?.[step]);
      if (difference !== null) return difference;
      if (step < lr.length - 1) optimizer.step();
    }
    return (
      numbersDifference("get_last_lr", golden.get_last_lr && scheduler.getLastLr(), golden.get_last_lr, FLOAT64) ??
      stateDifference(scheduler, golden.state_dict_keys)
    );
  } finally {
    dispose();
  }
}

/** The groups' own rates, which a note names: the first of a scheduler may be others already. */
function baseRates(note: unknown, first: readonly number[]): readonly number[] {
  const named = /base lr (.*)/.exec(String(note))?.[1]?.match(/[\d.]*\d(?:e-?\d+)?/g);
  return named?.length === first.length ? named.map(Number) : first;
}

/** Making a scheduler sets the first rates: those of the optimizer come back with its state, as in a checkpoint. */
function resumed(old: AnyScheduler, optimizer: AnyOptimizer, { scheduler: name, args }: SchedulerCase): AnyScheduler {
  const states = JSON.parse(
    JSON.stringify([old.stateDict(), optimizer.stateDict()["paramGroups"]], infinities),
    revived,
  );
  const next = buildScheduler(name, optimizer, args);
  optimizer.loadStateDict({ ...optimizer.stateDict(), paramGroups: states[1] });
  next.loadStateDict(states[0]);
  return next;
}

function infinities(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

function revived(_key: string, value: unknown): unknown {
  return value === "Infinity" || value === "-Infinity" || value === "NaN" ? Number(value) : value;
}

function ratesOf({ paramGroups }: AnyOptimizer, wanted: Numbers): unknown {
  const rates = paramGroups.map(({ options }) => options.lr);
  return Array.isArray(wanted) ? rates : rates[0];
}

function momentumDifference(
  { paramGroups }: AnyOptimizer,
  step: number,
  wanted: Numbers | undefined,
): Difference | null {
  if (wanted === undefined) return null;
  const momenta = paramGroups.map(({ options }) => {
    const { momentum, betas } = options as { readonly momentum?: number; readonly betas?: readonly number[] };
    return betas?.[0] ?? momentum;
  });
  return numbersDifference(`momentum ${step}`, Array.isArray(wanted) ? momenta : momenta[0], wanted, FLOAT64);
}

function stateDifference(scheduler: AnyScheduler, wanted: readonly string[] = []): Difference | null {
  const own = Object.keys(scheduler.stateDict());
  const missing = wanted
    .filter((name) => !NOT_STATE.includes(name))
    .map((name) => camel(name.replace(/^_/, "")))
    .find((name) => !own.includes(name));
  return missing === undefined ? null : { what: "state", expected: missing, got: own.join(", ") };
}
