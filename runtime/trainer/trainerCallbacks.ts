import { inspect } from "node:util";
import { BatchSizeFinder } from "../callbacks/batchSizeFinder.js";
import { Callback } from "../callbacks/callback.js";
import { Checkpoint } from "../callbacks/checkpoint.js";
import { LearningRateFinder } from "../callbacks/learningRateFinder.js";
import { ModelCheckpoint } from "../callbacks/modelCheckpoint.js";
import { ModelSummary } from "../callbacks/modelSummary.js";
import { ProgressBar } from "../callbacks/progressBar.js";
import { RunRecorder } from "../callbacks/runRecorder.js";
import { Timer } from "../callbacks/timer.js";
import { MisconfigurationException } from "../errors.js";
import type { ResolvedOptions } from "./options.js";

/** The user's callbacks, and those that a run has by itself. */
export function trainerCallbacks({
  callbacks,
  enableCheckpointing,
  enableProgressBar,
  enableModelSummary,
  maxTime,
}: ResolvedOptions): readonly Callback[] {
  const has = (type: abstract new (...args: never[]) => Callback) =>
    callbacks.some((callback) => callback instanceof type);
  if (!enableCheckpointing && has(Checkpoint)) throw checkpointingDisabled();
  refuseProgressBars(callbacks, enableProgressBar);
  const all = [
    ...callbacks,
    ...(maxTime !== null && !has(Timer) ? [new Timer({ duration: maxTime })] : []),
    ...(enableProgressBar && !has(ProgressBar) ? [new ProgressBar()] : []),
    ...(enableModelSummary && !has(ModelSummary) ? [new ModelSummary()] : []),
    ...(enableCheckpointing && !has(Checkpoint) ? [new ModelCheckpoint()] : []),
    new RunRecorder(),
  ];
  refuseSameState(all);
  return inOrder(all);
}

/**
 * The module's own callbacks take the place of the Trainer's of the same class or of a class that theirs extends; the recorder stays last,
 * to write what the others did.
 *
 * @returns also the classes that were replaced, by name.
 * @throws when the module gave something else.
 */
export function joinCallbacks(
  trainers: readonly Callback[],
  configured: readonly Callback[] | Callback | null | undefined,
): { readonly callbacks: readonly Callback[]; readonly replaced: readonly string[] } {
  const modules: readonly unknown[] = Array.isArray(configured) ? configured : configured ? [configured] : [];
  for (const callback of modules) if (!(callback instanceof Callback)) throw notCallbacks(callback);
  const replaced = trainers.filter(
    (callback) =>
      callback.constructor !== Callback && modules.some((own) => (own as Callback) instanceof callback.constructor),
  );
  if (modules.length === 0) return { callbacks: trainers, replaced: [] };
  const kept = trainers.filter((callback) => !replaced.includes(callback));
  const names = new Set(replaced.map((callback) => callback.constructor.name));
  return { callbacks: inOrder([...kept, ...(modules as readonly Callback[])]), replaced: [...names].sort() };
}

function notCallbacks(value: unknown): TypeError {
  return new TypeError(
    `\`configureCallbacks\` must return Callbacks, and it returned ${inspect(value)}. Return a list of objects of classes that extend \`Callback\`.`,
  );
}

/** What is tuned is so before the others begin; those that write checkpoints come after the others, whose state is in them; the recorder is last. */
function inOrder(callbacks: readonly Callback[]): readonly Callback[] {
  return [0, 1, 2, 3].flatMap((wanted) => callbacks.filter((callback) => rank(callback) === wanted));
}

function rank(callback: Callback): number {
  if (callback instanceof BatchSizeFinder || callback instanceof LearningRateFinder) return 0;
  return callback instanceof RunRecorder ? 3 : callback instanceof Checkpoint ? 2 : 1;
}

/** One bar is shown, and only where it is wanted. */
function refuseProgressBars(callbacks: readonly Callback[], isEnabled: boolean): void {
  const bars = callbacks.filter((callback) => callback instanceof ProgressBar);
  if (bars.length > 1) {
    throw new MisconfigurationException(
      "You added multiple progress bar callbacks to the Trainer, but only one can be shown. Leave the others out.",
    );
  }
  const [bar] = bars;
  if (bar !== undefined && !isEnabled) {
    throw new MisconfigurationException(
      `Trainer was configured with \`enableProgressBar: false\` but found \`${bar.constructor.name}\` in callbacks list. Leave one of them out.`,
    );
  }
}

/** Two states under one key could not both be saved. */
function refuseSameState(callbacks: readonly Callback[]): void {
  const keys = new Set<string>();
  for (const callback of callbacks) {
    if (callback.stateDict === undefined) continue;
    if (keys.has(callback.stateKey)) throw sameStateKey(callback);
    keys.add(callback.stateKey);
  }
}

function checkpointingDisabled(): MisconfigurationException {
  return new MisconfigurationException(
    "Trainer was configured with `enableCheckpointing: false` but found `ModelCheckpoint` in callbacks list. Leave one of them out.",
  );
}

function sameStateKey(callback: Callback): Error {
  const { name } = callback.constructor;
  return new Error(
    `Found more than one stateful callback of type \`${name}\` whose state would be saved under the key \`${callback.stateKey}\`. ` +
      "The `stateKey` must be unique among all callbacks in the Trainer: leave one out, give them other settings, or override `stateKey`.",
  );
}
