import { existsSync, statSync } from "node:fs";
import { dirname, extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { STEP_NAMES, type StepName } from "../../runtime/protocol/batchStops.js";
import { adapterErrors } from "./adapterErrors.js";
import { Attributes } from "./attributes.js";

/** A launch request, checked. */
export interface LaunchConfiguration {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Undefined: a variable that the program does not get. */
  readonly env: Readonly<Record<string, string | undefined>>;
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

/** @throws what is wrong with it. */
export function parseLaunchConfiguration(value: unknown): LaunchConfiguration {
  const given = new Attributes(value);
  const folder = given.text("cwd", "${workspaceFolder}");
  const cwd = folder === null ? null : resolve(folder);
  const program = programFile(given.text("program", "${workspaceFolder}/main.ts"), cwd ?? "");
  if (cwd !== null && !isFolder(cwd)) throw new Error(adapterErrors.folderMissing(cwd));
  const attributes = TRAINER_ATTRIBUTES.map((name) => [name, given.any(name)]).filter(
    ([, option]) => option !== undefined,
  );
  return {
    program,
    args: given.texts("args", ["--lr", "0.1"]),
    cwd: cwd ?? dirname(program),
    env: given.environment("env"),
    runtimeExecutable: given.text("runtimeExecutable", "node") ?? "node",
    runtimeArgs: runtimeArgs(given),
    stopOnEntry: given.flag("stopOnEntry", false),
    stopOnStep: stopOnStep(given.any("stopOnStep")),
    justMyCode: given.flag("justMyCode", true),
    skipFiles: given.texts("skipFiles", ["**/vendor/**"]),
    noDebug: given.flag("noDebug", false),
    overrides: { ...Object.fromEntries(attributes), ...given.record("overrides", '{ "maxEpochs": 3 }') },
  };
}

/** A relative one is below the working folder. @throws when it cannot be run. */
function programFile(program: string | null, folder: string): string {
  if (program === null) throw new Error(adapterErrors.noProgram());
  const file = program.startsWith("file:") ? fileURLToPath(program) : resolve(folder, program);
  if (!existsSync(file)) throw new Error(adapterErrors.programMissing(file));
  if (isFolder(file)) throw new Error(adapterErrors.programIsFolder(file));
  if (!/^(\.[cm]?[jt]sx?)?$/.test(extname(file))) throw new Error(adapterErrors.programIsNoCode(file));
  return file;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function runtimeArgs(given: Attributes): string[] {
  const args = given.texts("runtimeArgs", ["--max-old-space-size=8192"]);
  const waiting = args.find((argument) => /^--inspect-(brk|wait)/.test(argument));
  if (waiting !== undefined) throw new Error(adapterErrors.waitsForOther(waiting));
  return args;
}

function stopOnStep(value: unknown): LaunchConfiguration["stopOnStep"] {
  if (value === undefined || value === false) return null;
  const step = STEP_NAMES.find((name) => name === value);
  if (step === undefined) throw new Error(adapterErrors.noStep(String(value), STEP_NAMES));
  return { step };
}
