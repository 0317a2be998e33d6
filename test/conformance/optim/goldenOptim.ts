import type { Json } from "../goldenCase.js";

/** A matrix, a vector, or a series of them. */
export type Numbers = number | readonly Numbers[];

/** The problem that the cases of a file share: two parameters, and their gradients or data for a line. */
export interface OptimProblem {
  readonly w0: Numbers;
  readonly b0: Numbers;
  readonly grads_w?: readonly Numbers[];
  readonly grads_b?: readonly Numbers[];
  readonly X?: Numbers;
  readonly Y?: Numbers;
}

/** An optimizer over steps with given gradients. */
export interface ScriptedCase {
  readonly optimizer: string;
  readonly args: Json;
  readonly resolved_defaults?: Json;
  readonly w_after_each_step: readonly Numbers[];
  readonly b_after_each_step?: readonly Numbers[];
  readonly state_of_w_after_last_step?: Json;
}

/** The same, told by its name: parameter groups, or steps in which a parameter has no gradient. */
export interface NamedCase {
  readonly name: string;
  readonly optimizer?: string;
  readonly args?: Json;
  readonly groups?: readonly (Json & { readonly params: string | readonly string[] })[];
  readonly after_each_step: readonly Readonly<Record<string, Numbers>>[];
}

/** The first gradients, clipped. */
export interface ClipCase {
  readonly name: string;
  readonly fn: string;
  readonly max_norm?: number | string;
  readonly norm_type?: number | string;
  readonly error_if_nonfinite?: boolean;
  readonly clip_value?: number;
  readonly returned_total_norm?: number | string;
  readonly w_grad: Numbers;
  readonly b_grad: Numbers;
}

/** An optimizer that fits a line. */
export interface RegressionCase {
  readonly optimizer: string;
  readonly args: Json;
  readonly steps: readonly Readonly<Record<string, Numbers>>[];
}

export type OptimCase = ScriptedCase | NamedCase | ClipCase | RegressionCase;

/** A file of optimizer cases. */
export type OptimFile = OptimProblem & { readonly cases: readonly OptimCase[] };

export interface SchedulerCase {
  readonly scheduler: string;
  readonly args: Json;
  /** Before each step, and after the last; of several groups a list. */
  readonly lr: readonly Numbers[];
  readonly momentum?: readonly Numbers[];
  readonly state_dict_keys?: readonly string[];
  readonly get_last_lr?: readonly number[];
  /** What ReduceLROnPlateau was given at each step. */
  readonly metrics?: readonly (number | string)[];
}

/** A file of scheduler cases. */
export interface SchedulerFile {
  /** How the optimizer was made, such as `SGD(lr=0.1, momentum=0.9)`. */
  readonly base?: string;
  readonly cases: readonly SchedulerCase[];
}

/** What went wrong in each program: its name, and Python's class and text of the error. */
export type SchedulerErrors = Readonly<Record<string, string>>;

export function isOptimFile(value: unknown): value is OptimFile {
  return isObject(value) && "w0" in value && "b0" in value && Array.isArray(value["cases"]);
}

export function isSchedulerFile(value: unknown): value is SchedulerFile {
  const cases = isObject(value) ? value["cases"] : undefined;
  return (
    Array.isArray(cases) && cases.length > 0 && cases.every((one) => isObject(one) && "scheduler" in one && "lr" in one)
  );
}

export function isSchedulerErrors(value: unknown): value is SchedulerErrors {
  if (!isObject(value) || Array.isArray(value)) return false;
  const errors = Object.entries(value);
  const isError = ([, text]: readonly [string, unknown]) => /^\w+(?:Error|Exception): /.test(String(text));
  return errors.every(isError) && errors.some(([name]) => /^\w+?(?:LR|Scheduler|Restarts|Plateau)(?:_|$)/.test(name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
