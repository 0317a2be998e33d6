import { existsSync } from "node:fs";
import { dirname, isAbsolute, resolve } from "node:path";
import { STEP_NAMES, type StepName } from "../../runtime/protocol/batchStops.js";
import { adapterErrors } from "./adapterErrors.js";

/** A launch request, checked. */
export interface LaunchConfiguration {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly runtimeExecutable: string;
  /** Options for Node itself. */
  readonly runtimeArgs: readonly string[];
  readonly stopOnEntry: boolean;
  /** The step of whose first call to stop; null: none. */
  readonly stopOnStep: { readonly step: StepName } | null;
  readonly justMyCode: boolean;
  /** Globs of files that are not the user's. */
  readonly skipFiles: readonly string[];
  /** Runs without stops. */
  readonly noDebug: boolean;
  /** Trainer options that win over the program's own. */
  readonly overrides: Readonly<Record<string, unknown>>;
}

/** Attributes of launch.json that are Trainer options under their own names. */
const TRAINER_ATTRIBUTES = [
  "fastDevRun",
  "limitTrainBatches",
  "limitValBatches",
  "limitTestBatches",
  "limitPredictBatches",
  "maxEpochs",
  "maxSteps",
];

export function parseLaunchConfiguration(value: unknown): LaunchConfiguration {
  const given = isRecord(value) ? value : {};
  const { program } = given;
  if (typeof program !== "string" || program === "") throw new Error(adapterErrors.noProgram());
  const cwd = typeof given["cwd"] === "string" ? given["cwd"] : null;
  const path = isAbsolute(program) ? program : resolve(cwd ?? ".", program);
  if (!existsSync(path)) throw new Error(adapterErrors.programMissing(path));
  if (cwd !== null && !existsSync(cwd)) throw new Error(adapterErrors.folderMissing(cwd));
  const attributes = TRAINER_ATTRIBUTES.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]]));
  return {
    program: path,
    args: texts(given["args"]),
    cwd: cwd ?? dirname(path),
    env: textValues(given["env"]),
    runtimeExecutable:
      typeof given["runtimeExecutable"] === "string" && given["runtimeExecutable"] !== ""
        ? given["runtimeExecutable"]
        : "node",
    runtimeArgs: texts(given["runtimeArgs"]),
    stopOnEntry: given["stopOnEntry"] === true,
    stopOnStep: stopOnStep(given["stopOnStep"]),
    justMyCode: given["justMyCode"] !== false,
    skipFiles: texts(given["skipFiles"]),
    noDebug: given["noDebug"] === true,
    overrides: { ...Object.fromEntries(attributes), ...(isRecord(given["overrides"]) ? given["overrides"] : {}) },
  };
}

function stopOnStep(value: unknown): LaunchConfiguration["stopOnStep"] {
  if (value === undefined || value === null || value === false) return null;
  const step = STEP_NAMES.find((name) => name === value);
  if (step === undefined) throw new Error(adapterErrors.noStep(String(value), STEP_NAMES));
  return { step };
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function textValues(value: unknown): Record<string, string> {
  return isRecord(value) ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)])) : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
