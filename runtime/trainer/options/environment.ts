import { launchVariables } from "../../protocol/launch.js";
import { invalidOverrides, unknownOption } from "./optionErrors.js";
import { OPTION_NAMES, type OptionName, type TrainerOptions } from "./trainerOptions.js";

/**
 * The options that hold: `LIGHTNING_TRAINER_*` variables are defaults, the program's own win over them, and what a launcher (the
 * debugger, "Lightning: Run") asks for wins over both.
 */
export function optionsInForce(given: TrainerOptions, env: NodeJS.ProcessEnv): TrainerOptions {
  refuseUnknown(given);
  return { ...fromEnvironment(env), ...given, ...launchOverrides(env) };
}

/** Numbers of batches, where 1 and 1.0 differ: their text stays as it is. */
const BATCHES: readonly OptionName[] = [
  ...(["limitTrainBatches", "limitValBatches", "limitTestBatches", "limitPredictBatches"] as const),
  ...(["overfitBatches", "valCheckInterval"] as const),
];

/** Python's spelling works too. */
const PYTHON_WORDS: Readonly<Record<string, unknown>> = { True: true, False: false, None: null };

/** `LIGHTNING_TRAINER_MAX_EPOCHS=3` is a default for `maxEpochs`; values are JSON, or text. */
function fromEnvironment(env: NodeJS.ProcessEnv): TrainerOptions {
  const entries = OPTION_NAMES.flatMap((name) => {
    const value = env[variableOf(name)];
    return value === undefined ? [] : [[name, parseVariable(name, value)]];
  });
  return Object.fromEntries(entries) as TrainerOptions;
}

function parseVariable(name: OptionName, text: string): unknown {
  if (Object.hasOwn(PYTHON_WORDS, text)) return PYTHON_WORDS[text];
  return BATCHES.includes(name) && /^[\d.]+$/.test(text) ? text : parseJsonOrText(text);
}

function variableOf(name: OptionName): string {
  return `LIGHTNING_TRAINER_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function launchOverrides(env: NodeJS.ProcessEnv): TrainerOptions {
  const text = env[launchVariables.overrides];
  if (!text) return {};
  const value = parseJsonOrText(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalidOverrides(text);
  refuseUnknown(value);
  return value;
}

function refuseUnknown(given: object): asserts given is TrainerOptions {
  for (const name of Object.keys(given)) {
    if (!(OPTION_NAMES as readonly string[]).includes(name)) throw unknownOption(name);
  }
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: a plain text, such as a path.
    return text;
  }
}
