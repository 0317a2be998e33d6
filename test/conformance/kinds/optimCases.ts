import { tf } from "../../../runtime/backend/tf.js";
import { forgetWarnings } from "../../../runtime/functional/warnOnce.js";
import { clipDifference } from "../optim/clipCases.js";
import {
  isOptimFile,
  isSchedulerErrors,
  isSchedulerFile,
  type OptimCase,
  type OptimFile,
  type OptimProblem,
  type SchedulerErrors,
  type SchedulerFile,
} from "../optim/goldenOptim.js";
import { namedDifference, scriptedDifference } from "../optim/optimizerCases.js";
import { regressionDifference } from "../optim/regressionCases.js";
import { schedulerDifference } from "../optim/schedulerCases.js";
import { schedulerErrorDifference } from "../optim/schedulerErrorCases.js";
import type { Outcome } from "../outcome.js";
import type { Difference } from "../picture.js";

/** Optimizers and schedulers by themselves, recorded from torch in float64. */
export type OptimContent = OptimFile | SchedulerFile | SchedulerErrors;

export function isOptimContent(value: unknown): value is OptimContent {
  return isOptimFile(value) || isSchedulerFile(value) || isSchedulerErrors(value);
}

/** Runs of a file's cases, each of which leaves no tensor. */
export function optimRuns(content: OptimContent): (() => Promise<Outcome>)[] {
  if (isOptimFile(content)) {
    return content.cases.map((one) => run(caseName(one), () => optimizerDifference(one, content)));
  }
  if (isSchedulerFile(content)) {
    const { base = "SGD(lr=0.1, momentum=0.9)", cases } = content;
    return cases.map((one) =>
      run(`${one.scheduler} ${JSON.stringify(one.args)}`, () => schedulerDifference(one, base)),
    );
  }
  return Object.entries(content).map(([program, error]) =>
    run(program, () => schedulerErrorDifference(program, error)),
  );
}

function optimizerDifference(golden: OptimCase, problem: OptimProblem): Difference | null {
  if ("w_after_each_step" in golden) return scriptedDifference(golden, problem);
  if ("fn" in golden) return clipDifference(golden, problem);
  if ("steps" in golden) return regressionDifference(golden, problem);
  if ("after_each_step" in golden) return namedDifference(golden, problem);
  throw new Error(`There is no way here to run a case with ${Object.keys(golden).join(", ")}.`);
}

function caseName(golden: OptimCase): string {
  if ("optimizer" in golden && golden.optimizer !== undefined)
    return `${golden.optimizer} ${JSON.stringify(golden.args)}`;
  if ("fn" in golden) {
    const { fn, max_norm, norm_type, clip_value } = golden;
    return `${fn} ${JSON.stringify({ max_norm, norm_type, clip_value })}`;
  }
  return (golden as { readonly name?: string }).name ?? "case";
}

function run(name: string, differenceOf: () => Difference | null): () => Promise<Outcome> {
  return async () => {
    forgetWarnings();
    const before = tf.memory().numTensors;
    let difference: Difference | null;
    try {
      difference = differenceOf() ?? leak(before);
    } catch (error) {
      difference = { what: "run", expected: "no error", got: String(error) };
    }
    return difference === null ? { kind: "passed", name } : { kind: "failed", name, difference };
  };
}

function leak(before: number): Difference | null {
  const left = tf.memory().numTensors - before;
  return left === 0 ? null : { what: "tensors left", expected: "0", got: String(left) };
}
