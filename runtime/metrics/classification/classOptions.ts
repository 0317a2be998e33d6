/** How the values of the classes become one; `"none"` and null keep them apart. */
export type Average = "micro" | "macro" | "weighted" | "none" | null;

/** `"global"` counts every place of a sample as a sample of its own, `"samplewise"` gives a value for each sample. */
export type MultidimAverage = "global" | "samplewise";

/** Options of all classification metrics. */
export interface ClassificationOptions {
  /** Targets of this value do not count; default null. */
  readonly ignoreIndex?: number | null;
  /** Checks options and batches; default true. False is quicker. */
  readonly validateArgs?: boolean;
}

export const AVERAGES: readonly Average[] = ["micro", "macro", "weighted", "none", null];

export const MULTIDIM_AVERAGES: readonly MultidimAverage[] = ["global", "samplewise"];

/** Options that only some of the tasks of these metrics have. */
export const STAT_TASK_OPTIONS = {
  binary: ["threshold"],
  multiclass: ["numClasses", "topK", "average"],
  multilabel: ["numLabels", "threshold", "average"],
} as const;
