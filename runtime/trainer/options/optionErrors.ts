import { alternatives, MisconfigurationException, nearestName } from "../../errors.js";
import { launchVariables } from "../../protocol/launch.js";
import { OPTION_NAMES } from "./trainerOptions.js";

export function unknownOption(name: string): TypeError {
  const near = nearestName(name, OPTION_NAMES);
  return new TypeError(
    `Trainer has no option \`${name}\`.${near === undefined ? ` The options are ${alternatives(OPTION_NAMES)}.` : ` Did you mean \`${near}\`?`}`,
  );
}

export function invalidOverrides(text: string): TypeError {
  return new TypeError(
    `${launchVariables.overrides} is ${text}; it must be a JSON object of Trainer options, such as {"fastDevRun": true}.`,
  );
}

export function invalidLimit(name: string, value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `You have passed invalid value ${shown(value)} for ${name}, it has to be a share between 0 and 1, such as 0.5 or "1.0", or a whole number of batches.`,
  );
}

export function invalidCheckTime(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`valCheckInterval\` is ${shown(value)}, which is no span of time. Write "DD:HH:MM:SS", such as "00:01:30:00", or the parts, such as { hours: 1, minutes: 30 }.`,
  );
}

export function invalidMaxTime(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`maxTime\` is ${shown(value)}, which is no span of time. Write "DD:HH:MM:SS", such as "00:01:30:00", or the parts, such as { hours: 1, minutes: 30 }.`,
  );
}

export function fractionAcrossEpochs(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`valCheckInterval\` is ${shown(value)}, a share of an epoch, but \`checkValEveryNEpoch\` is null, which counts batches across epochs. ` +
      'Give a number of batches or a span of time such as "00:00:10:00", or leave `checkValEveryNEpoch` out.',
  );
}

export function checkValEveryNEpochInvalid(value: unknown): Error {
  const message = `\`checkValEveryNEpoch\` must be a whole number of at least 1, or null to count batches across epochs. You passed in ${shown(value)}.`;
  return Number.isInteger(value) ? new RangeError(message) : new MisconfigurationException(message);
}

export function fastDevRunInvalid(value: unknown): Error {
  const message = `fastDevRun=${shown(value)} is not a valid configuration. It should be true, false, or a number of batches >= 0.`;
  return typeof value === "number" ? new MisconfigurationException(message) : new TypeError(message);
}

export function notCountOrMinusOne(name: string, value: unknown): Error {
  const message = `\`${name}\` must be a non-negative integer or -1. You passed in ${shown(value)}.`;
  return typeof value === "number" ? new MisconfigurationException(message) : new TypeError(message);
}

export function notCount(name: string, least: 0 | 1, value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`${name}\` must be a whole number of at least ${least}. You passed in ${shown(value)}.`,
  );
}

export function clipValInvalid(value: unknown): TypeError {
  return new TypeError(
    `\`gradientClipVal\` must be a number, or null for no clipping. You passed in ${shown(value)} (${typeof value}).`,
  );
}

export function clipAlgorithmInvalid(value: unknown): MisconfigurationException {
  return new MisconfigurationException(
    `\`gradientClipAlgorithm\` ${shown(value)} is invalid. It can be \`norm\`, which scales all gradients together, or \`value\`, which cuts each one.`,
  );
}

export function profilerInvalid(value: string): MisconfigurationException {
  return new MisconfigurationException(
    `\`profiler\` ${shown(value)} is unknown. It can be \`simple\`, \`advanced\`, or a Profiler of your own.`,
  );
}

export function loggerInvalid(value: unknown): TypeError {
  return new TypeError(
    `\`logger\` must be a Logger, a list of them, true or false. You passed in ${shown(value)}. For a CSV file write \`new loggers.CSVLogger(folder)\`.`,
  );
}

export function callbackInvalid(value: unknown): TypeError {
  return new TypeError(
    `\`callbacks\` must be Callbacks. You passed in ${shown(value)}. Extend \`Callback\`, and give the object, not the class.`,
  );
}

/** @param why what it would cost, as a sentence. */
export function notInBarebones(name: string, value: unknown, why: string): RangeError {
  return new RangeError(
    `\`new Trainer({ barebones: true, ${name}: ${shown(value)} })\`: ${why}, so barebones mode does without it. Leave \`${name}\` out, or \`barebones\`.`,
  );
}

/** A value as the message shows it: as it would be written in the program. */
function shown(value: unknown): string {
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "function":
      return value.name || "a function";
    case "object":
      if (value === null) return "null";
      if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
      return Object.getPrototypeOf(value) === Object.prototype
        ? JSON.stringify(value)
        : `a ${value.constructor?.name ?? "object"}`;
    default:
      return String(value);
  }
}
