import { errorClassDifference } from "../errorTexts.js";
import type { Json } from "../goldenCase.js";
import type { Difference } from "../picture.js";
import { baseOptimizer, buildScheduler } from "./buildScheduler.js";

/** What a scheduler cannot do without, where a program's name does not say it. */
const NEEDED: Readonly<Record<string, Json>> = {
  StepLR: { step_size: 2 },
  MultiStepLR: { milestones: [2] },
  ExponentialLR: { gamma: 0.9 },
  CosineAnnealingLR: { T_max: 4 },
  CosineAnnealingWarmRestarts: { T_0: 4 },
  CyclicLR: { base_lr: 0.01, max_lr: 0.1 },
  OneCycleLR: { max_lr: 1 },
  LambdaLR: { lr_lambda: "0.95**epoch" },
  MultiplicativeLR: { lr_lambda: "0.95" },
  SWALR: { swa_lr: 0.05 },
  SequentialLR: { schedulers: [["ConstantLR", {}]], milestones: [] },
  ChainedScheduler: { schedulers: [["ConstantLR", {}]] },
};

/** A program that is told by its name, `OneCycleLR_total_steps_3_stepped_5_times`, and the error it ends with. */
export function schedulerErrorDifference(program: string, expected: string): Difference | null {
  const [, type = "", message = ""] = /^(\w+): ([\s\S]*)$/.exec(expected) ?? [];
  const { optimizer, dispose } = baseOptimizer("SGD(lr=0.1, momentum=0.9)");
  const error = errorOf(() => {
    const { scheduler, args, steps } = parsed(program);
    const made = buildScheduler(scheduler, optimizer, args);
    for (let step = 0; step < steps; step++) {
      optimizer.step();
      made.step(scheduler === "ReduceLROnPlateau" ? 1 : undefined);
    }
  });
  dispose();
  const difference = errorClassDifference("error", error, { type, message });
  if (difference !== null || error === null) return difference;
  const said = numbersIn(error.message);
  const missing = numbersIn(message).find((number) => !said.includes(number));
  return missing === undefined
    ? null
    : { what: "numbers in the error", expected: `${missing}, as in: ${message}`, got: error.message };
}

function parsed(program: string): { scheduler: string; args: Json; steps: number } {
  const [, scheduler = "", rest = ""] = /^([A-Za-z]+)_?(.*)$/.exec(program) ?? [];
  const [, times = "0"] = /stepped_(\d+)_times$/.exec(rest) ?? [];
  const words = rest.replace(/_?stepped_\d+_times$/, "").split("_");
  const args: Record<string, unknown> = { ...NEEDED[scheduler] };
  let name: string[] = [];
  for (const word of words) {
    const isValue = /^-?\d+(?:\.\d+)?$/.test(word) || (name.length > 0 && /^(?:None|foo|unknown)$/.test(word));
    if (!isValue || /^T$/.test(name.join("_"))) name.push(word);
    else {
      args[name.join("_")] = Number.isNaN(Number(word)) ? word : Number(word);
      name = [];
    }
  }
  const left = name.filter((word) => word !== "");
  if (left.length > 0) throw new Error(`There is no program for the words ${left.join(" ")} of ${program}.`);
  return { scheduler, args, steps: Number(times) };
}

function numbersIn(text: string): number[] {
  return (text.match(/(?<![\w.])-?\d+(?:\.\d+)?\b/g) ?? []).map(Number);
}

function errorOf(work: () => void): Error | null {
  try {
    work();
    return null;
  } catch (error) {
    return error as Error;
  }
}
