import { HOOKS, MODULE_METHODS } from "../../runtime/core/hooks.js";

/**
 * The one rule by which Python's names become ours: `on_train_start` is `onTrainStart`, `T_max` is `tMax`; names of classes and of logged
 * metrics stay.
 */
export function camel(name: string): string {
  const small = name.replace(/^[A-Z](?=_)/, (letter) => letter.toLowerCase());
  return small.replace(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** What the rule does not give. */
export const EXCEPTIONS = {
  /** A checkpoint is one safetensors file. */
  extension: [".ckpt", ".safetensors"],
  /** Classes of errors; a type that is not listed keeps its name. */
  errors: {
    RuntimeError: ["Error"],
    ValueError: ["RangeError", "TypeError", "Error"],
    /** Where Lightning goes wrong by accident, the runtime says what is wrong. */
    KeyError: ["MisconfigurationException", "Error"],
    IndexError: ["MisconfigurationException", "RangeError", "Error"],
    AttributeError: ["MisconfigurationException", "TypeError", "Error"],
    FileNotFoundError: ["Error"],
    IsADirectoryError: ["SafetensorsError", "Error"],
    UnpicklingError: ["SafetensorsError", "Error"],
    ModuleNotFoundError: ["Error"],
    NotImplementedError: ["MisconfigurationException", "Error"],
    ZeroDivisionError: ["MisconfigurationException", "RangeError", "Error"],
    TypeError: ["TypeError", "MisconfigurationException"],
    /** Ctrl-C: the error says which signal, and the command that ran the Trainer exits by it. */
    KeyboardInterrupt: ["Interruption"],
    SystemExit: ["Interruption"],
  } as Readonly<Record<string, readonly string[]>>,
  /** Classes that have another name here. */
  classes: {
    _MockOptimizer: "MockOptimizer",
    TQDMProgressBar: "ProgressBar",
    RichProgressBar: "ProgressBar",
    RichModelSummary: "ModelSummary",
  } as Readonly<Record<string, string>>,
  /** Keys of a checkpoint that have another name here. */
  checkpointKeys: { "pytorch-lightning_version": "lightningRuntimeVersion" } as Readonly<Record<string, string>>,
  /** Options of `log` that there is nothing to do for here: there is one process, and a Metric is found by itself. */
  logOptions: ["syncDist", "syncDistGroup", "rankZeroOnly", "metricAttribute"] as readonly string[],
  /** Arguments that a hook has only there: there is one device, and gradients are recorded in `trainingStep` alone. */
  arguments: ["device"],
  facts: ["grad"],
  /** Files that a run has only here. */
  files: /(^|\/)(run|summary)\.json$/,
} as const;

/** A text of Lightning as ours: names of the API by the rule, files by their extension, Python's words as JavaScript's. */
export function ourText(text: string): string {
  return text
    .replace(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/g, (name) => (API_NAMES.has(camel(name)) ? camel(name) : name))
    .replaceAll(EXCEPTIONS.extension[0], EXCEPTIONS.extension[1])
    .replace(/\bdatetime\.timedelta\(([^)]*)\)/g, (_, parts: string) => String(secondsOf(parts)))
    .replace(/\bNone\b/g, "null")
    .replace(/\bTrue\b/g, "true")
    .replace(/\bFalse\b/g, "false");
}

/** A span of time by its parts as Python writes them: `days=2, seconds=3`, or `0`. */
function secondsOf(parts: string): number {
  const seconds = { days: 86_400, seconds: 1, microseconds: 1e-6 } as Readonly<Record<string, number>>;
  return [...parts.matchAll(/(\w+)=(-?\d+)/g)].reduce(
    (sum, [, part = "", count]) => sum + (seconds[part] ?? 0) * Number(count),
    0,
  );
}

/** Names that are the API's and not the user's. */
const API_NAMES = new Set([
  ...Object.keys(HOOKS),
  ...Object.keys(MODULE_METHODS),
  ...[
    ...["maxEpochs", "minEpochs", "maxSteps", "minSteps", "fastDevRun", "limitTrainBatches", "limitValBatches"],
    ...["limitTestBatches", "limitPredictBatches", "valCheckInterval", "checkValEveryNEpoch", "numSanityValSteps"],
    ...["logEveryNSteps", "accumulateGradBatches", "gradientClipVal", "gradientClipAlgorithm", "overfitBatches"],
    ...["ckptPath", "saveLast", "saveTopK", "minDelta", "onStep", "onEpoch", "reduceFx", "dataloaderIdx", "batchIdx"],
    ...["addDataloaderIdx", "batchSize", "logMetrics", "valDataloaders", "trainDataloaders", "everyNTrainSteps"],
    ...["everyNEpochs", "trainTimeInterval", "lrScheduler", "maxTime", "shouldStop", "stateDict", "loadStateDict"],
    ...["weightsOnly", "saveWeightsOnly", "automaticOptimization", "currentEpoch", "globalStep"],
  ],
]);

/** A value of an argument as ours: keys by the rule, paths below the case's folder. */
export function ourValue(value: unknown, folder: string): unknown {
  if (typeof value === "string") {
    if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
    return value.startsWith("$TMP") ? ourPath(value.replace("$TMP", folder)) : value;
  }
  if (Array.isArray(value)) return value.map((entry) => ourValue(entry, folder));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [camel(key), ourValue(inner, folder)]));
}

/** Options of `log` as ours. */
export function ourLogOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = Object.entries(options).map(([name, value]) => [camel(name), value] as const);
  return Object.fromEntries(named.filter(([name]) => !EXCEPTIONS.logOptions.includes(name)));
}

export function ourPath(path: string): string {
  const [theirs, ours] = EXCEPTIONS.extension;
  return path.endsWith(theirs) ? path.slice(0, -theirs.length) + ours : path;
}
