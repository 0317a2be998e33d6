import type { Json } from "../goldenCase.js";
import type { Difference } from "../picture.js";
import type { NamedCase, Numbers, OptimProblem, ScriptedCase } from "./goldenOptim.js";
import { FLOAT32, numbersDifference } from "./nearNumbers.js";
import { defaultsDifference, stateDifference } from "./stateDifference.js";
import { type AnyOptimizer, optimizerOf, Subject } from "./subject.js";

type Gradients = Readonly<Record<string, Numbers | null | undefined>>;

/** Twelve steps with given gradients; half way through a new optimizer goes on from the saved state, which must change nothing. */
export function scriptedDifference(golden: ScriptedCase, problem: OptimProblem): Difference | null {
  const { optimizer: name, args, w_after_each_step: ws, b_after_each_step: bs } = golden;
  const subject = new Subject(problem);
  const make = () => optimizerOf(name, [subject.w, subject.b], args);
  let optimizer = make();
  try {
    let difference = defaultsDifference(optimizer, golden.resolved_defaults);
    for (let step = 0; step < ws.length && difference === null; step++) {
      if (step === Math.floor(ws.length / 2)) optimizer = replaced(optimizer, make());
      subject.setGradients({ w: problem.grads_w?.[step], b: problem.grads_b?.[step] });
      optimizer.step();
      difference = weightsDifference(subject, step, { w: ws[step], ...(bs && { b: bs[step] }) });
    }
    return difference ?? stateDifference(optimizer, golden.state_of_w_after_last_step);
  } finally {
    optimizer.dispose();
    subject.dispose();
  }
}

/** Parameter groups, and steps without some of the gradients. */
export function namedDifference(golden: NamedCase, problem: OptimProblem): Difference | null {
  const { name, groups, args = {}, after_each_step: wanted } = golden;
  const subject = new Subject(problem);
  const params = groups?.map((group) => ({
    ...ourGroup(group),
    params: [group.params].flat().map((one) => subject.named(one)),
  }));
  const optimizer = optimizerOf(golden.optimizer ?? firstWord(name), params ?? [subject.w, subject.b], args);
  try {
    for (const [step, weights] of wanted.entries()) {
      subject.setGradients(withoutSome(name, step, { w: problem.grads_w?.[step], b: problem.grads_b?.[step] }));
      optimizer.step();
      const difference = weightsDifference(subject, step, weights);
      if (difference !== null) return difference;
    }
    return null;
  } finally {
    optimizer.dispose();
    subject.dispose();
  }
}

function replaced(old: AnyOptimizer, next: AnyOptimizer): AnyOptimizer {
  next.loadStateDict(old.stateDict());
  old.dispose();
  return next;
}

export function weightsDifference(
  subject: Subject,
  step: number,
  wanted: Readonly<Record<string, Numbers | undefined>>,
  tolerance = FLOAT32,
): Difference | null {
  for (const [name, values] of Object.entries(wanted)) {
    const got = subject.named(name).dataSync();
    const difference = numbersDifference(`${name} after step ${step}`, got, values, tolerance);
    if (difference !== null) return difference;
  }
  return null;
}

function ourGroup({ params: _, ...options }: Json): Json {
  const entries = Object.entries(options).map(([name, value]) => [
    name.replace(/_(\w)/g, (__, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(entries);
}

function firstWord(name: string): string {
  return name.split("_")[0] as string;
}

/** `…_none_grad_on_odd_steps_for_b`: those steps, counted from 0, have no gradient of `b`. */
function withoutSome(name: string, step: number, gradients: Gradients): Gradients {
  const [, parity, parameter = ""] = /none_grad_on_(odd|even|all)_steps_for_(\w+)/.exec(name) ?? [];
  const isWithout = parity === "all" || (parity !== undefined && step % 2 === (parity === "odd" ? 1 : 0));
  return isWithout ? { ...gradients, [parameter]: null } : gradients;
}
