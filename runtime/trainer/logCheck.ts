import type { FunctionName, LogRule } from "../core/hooks.js";
import { alternatives, MisconfigurationException, nearestName } from "../errors.js";
import { type LoggedMeta, REDUCTIONS } from "./loggedValue.js";
import type { LogOptions } from "./loggedValues.js";

/** What can be wrong with any call: some hooks run once an epoch, and there are no steps in them to log. */
export function checkLevels(fx: FunctionName, name: string, rule: LogRule, options: LogOptions): void {
  if (rule.kind !== "epoch") return;
  const refuse = (option: string) =>
    new MisconfigurationException(
      `You can't \`this.log("${name}", …, { ${option} })\` inside \`${fx}\`: it is called once an epoch. Leave \`${option.split(":")[0]}\` out.`,
    );
  if (options.onStep) throw refuse("onStep: true");
  if (options.onEpoch === false) throw refuse("onEpoch: false");
}

/** What can be wrong with the first call for a name, and with one that differs from it. */
export function checkLog(meta: LoggedMeta, options: LogOptions): void {
  const { fx, name, onStep, onEpoch, reduceFx } = meta;
  if (typeof name !== "string")
    throw new TypeError(`\`this.log(…)\` in \`${fx}\` needs a name; it was given ${String(name)}.`);
  checkLogOptions(name, options);
  if (!onStep && !onEpoch) {
    throw new MisconfigurationException(
      `\`this.log("${name}", …, { onStep: false, onEpoch: false })\` in \`${fx}\` would log nothing. Set one of them to true.`,
    );
  }
  if (!REDUCTIONS.includes(reduceFx)) {
    throw new MisconfigurationException(
      `\`this.log("${name}", …, { reduceFx: "${reduceFx}" })\`: it can be ${alternatives(REDUCTIONS)}. For any other reduction log a Metric.`,
    );
  }
  if (name.includes("/dataloader_idx_") && (options.addDataloaderIdx ?? true)) {
    throw new MisconfigurationException(
      `You called \`this.log\` with the key \`${name}\`, but \`/dataloader_idx_N\` is added to names by itself. Leave it out, or set \`addDataloaderIdx: false\`.`,
    );
  }
}

export function loggedTwice({ name, fx }: LoggedMeta): MisconfigurationException {
  return new MisconfigurationException(
    `You called \`this.log("${name}", …)\` twice in \`${fx}\` with different arguments. Use the same options each time, or another name.`,
  );
}

const LOG_OPTIONS: Readonly<Record<keyof LogOptions, true>> = {
  ...{ progBar: true, logger: true, onStep: true, onEpoch: true, reduceFx: true, batchSize: true },
  addDataloaderIdx: true,
};

function checkLogOptions(name: string, options: LogOptions): void {
  const known = Object.keys(LOG_OPTIONS);
  const unknown = Object.keys(options).find((option) => !known.includes(option));
  if (unknown === undefined) return;
  const near = nearestName(unknown, known);
  throw new TypeError(
    `\`this.log("${name}", …)\` has no option \`${unknown}\`.${near === undefined ? ` The options are ${alternatives(known)}.` : ` Did you mean \`${near}\`?`}`,
  );
}

export function loggingForbidden(fx: FunctionName, name: string): MisconfigurationException {
  return new MisconfigurationException(
    `You can't \`this.log("${name}", …)\` inside \`${fx}\`. Log it in a step, or in a hook around batches and epochs.`,
  );
}

export function noBatchSize(): MisconfigurationException {
  return new MisconfigurationException(
    "The batch has no tensor to take the batch size from, which is the weight of a logged value. Give it: `this.log(name, value, { batchSize })`.",
  );
}
