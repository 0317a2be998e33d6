import { alternatives } from "../../errors.js";
import { shown } from "../metricOptions.js";

export type Task = "binary" | "multiclass" | "multilabel";

/** How a metric's name without a task becomes the class for the task. */
export interface TaskClasses<M> {
  readonly classes: Partial<Readonly<Record<Task, new (options: never) => M>>>;
  /** Options that only some tasks have. What is meant for another task is left out, as in torchmetrics. */
  readonly own: Partial<Readonly<Record<Task, readonly string[]>>>;
  /** Where they differ from the classes' defaults. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/**
 * `new Accuracy({ task: "multiclass", … })` makes a MulticlassAccuracy (torchmetrics/classification/base.py). The name is no class of its own:
 * `instanceof` holds for the classes of its tasks.
 */
export function taskMetric<O, M>(name: string, { classes, own, defaults = {} }: TaskClasses<M>): new (options: O) => M {
  const make = (options: Readonly<Record<string, unknown>> = {}): M => {
    const task = knownTask(name, options["task"], Object.keys(classes) as Task[]);
    const Class = classes[task] as new (options: unknown) => M;
    const mine = own[task] ?? [];
    const others = Object.values(own).flat();
    const chosen = Object.entries({ ...defaults, ...options }).filter(
      ([option]) => option !== "task" && (mine.includes(option) || !others.includes(option)),
    );
    const given = Object.fromEntries(chosen);
    requireCount(name, task, given);
    return new Class(given);
  };
  // biome-ignore lint/complexity/noStaticOnlyClass: a class is what can be called with `new`.
  const target = class {
    static [Symbol.hasInstance](value: unknown): boolean {
      return Object.values(classes).some((Class) => value instanceof Class);
    }
  };
  Object.defineProperty(target, "name", { value: name });
  return new Proxy(target, {
    construct: (_, [options]) => make(options as Readonly<Record<string, unknown>>) as object,
  }) as unknown as new (
    options: O,
  ) => M;
}

function knownTask(name: string, given: unknown, tasks: readonly Task[]): Task {
  const task = typeof given === "string" ? (given.toLowerCase() as Task) : null;
  if (task !== null && tasks.includes(task)) return task;
  const text = given === undefined ? "it was not given" : `it is ${shown(given)}`;
  throw new RangeError(
    `${name} needs to know its \`task\`, ${alternatives(tasks)}; ${text}. For example \`new ${name}({ task: "${tasks[0]}", … })\`.`,
  );
}

/** With a task how many classes there are is needed, even where the class could do without. */
function requireCount(name: string, task: Task, options: Readonly<Record<string, unknown>>): void {
  if (task === "binary") return;
  const count = task === "multiclass" ? "numClasses" : "numLabels";
  for (const option of [count, ...("topK" in options ? ["topK"] : [])]) {
    if (!Number.isInteger(options[option])) {
      throw new RangeError(
        `\`${option}\` of ${name} must be a whole number when the task is "${task}"; it is ${shown(options[option])}.`,
      );
    }
  }
}
