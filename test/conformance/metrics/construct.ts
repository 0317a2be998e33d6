import { tf } from "../../../runtime/backend/tf.js";
import { CompositionalMetric, Metric, MetricCollection, MetricTracker } from "../../../runtime/metrics/index.js";
import { camel } from "../names.js";
import type { GoldenUpdate } from "./batches.js";
import { isFloat, isNumeric, numberOf } from "./floats.js";
import { classOf, UnknownMetric } from "./metricOf.js";
import { type Arguments, type Expression, NoExpression, parseConstruct } from "./pythonExpression.js";

/** What a case makes: a metric, a collection or a tracker, and what it calls it with at once. */
export interface Constructed {
  readonly metric: Metric<unknown> | MetricCollection | MetricTracker;
  readonly batch: readonly unknown[] | null;
}

/**
 * Makes what a recorded text says, such as `MetricTracker(Accuracy(multiclass 4), maximize=True)`. What it leaves out of a classification
 * metric, its task or the number of classes, is taken from the batches.
 */
export function constructed(text: string, updates: readonly GoldenUpdate[]): Constructed {
  const { expression, settings } = parseConstruct(text);
  const builder = new Builder(settings, updates);
  const value = builder.build(expression);
  if (value instanceof Called) return { metric: value.metric, batch: value.batch };
  if (isMetric(value)) return { metric: value, batch: null };
  throw new NoExpression(`${text} makes no metric.`);
}

type Made = Constructed["metric"];

class Called {
  constructor(
    readonly metric: Made,
    readonly batch: readonly unknown[],
  ) {}
}

/** What stands for metrics in short. */
const SHORT: Readonly<Record<string, string>> = {
  ...{
    acc: "Accuracy",
    accuracy: "Accuracy",
    f1: "F1Score",
    precision: "Precision",
    recall: "Recall",
    prec: "Precision",
    rec: "Recall",
  },
  ...{ mse: "MeanSquaredError", mae: "MeanAbsoluteError", r2: "R2Score", mape: "MeanAbsolutePercentageError" },
  ...{
    pearson: "PearsonCorrCoef",
    spearman: "SpearmanCorrCoef",
    auroc: "AUROC",
    confmat: "ConfusionMatrix",
    ap: "AveragePrecision",
  },
  ...{ specificity: "Specificity", mean: "MeanMetric", sum: "SumMetric", max: "MaxMetric", min: "MinMetric" },
};

/** Names of arguments that are given by their place. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  ...{ MinkowskiDistance: ["p"], TweedieDevianceScore: ["power"], RunningMean: ["window"], RunningSum: ["window"] },
  ...{
    MeanSquaredError: ["squared", "num_outputs"],
    MeanAbsoluteError: ["num_outputs"],
    R2Score: ["adjusted", "multioutput"],
  },
  ...{ PearsonCorrCoef: ["num_outputs"], SpearmanCorrCoef: ["num_outputs"], CosineSimilarity: ["reduction"] },
  ...{ BinaryFBetaScore: ["beta"], MulticlassFBetaScore: ["beta", "num_classes"], MulticlassAccuracy: ["num_classes"] },
};

/** Metrics that are made by a task. */
const TASKS = new Set([
  ...["Accuracy", "Precision", "Recall", "F1Score", "FBetaScore", "Specificity", "StatScores", "HammingDistance"],
  ...[
    "ConfusionMatrix",
    "JaccardIndex",
    "CohenKappa",
    "MatthewsCorrCoef",
    "ExactMatch",
    "CalibrationError",
    "HingeLoss",
  ],
  ...["AUROC", "AveragePrecision", "ROC", "PrecisionRecallCurve", "EER", "LogAUC", "NegativePredictiveValue"],
  ...["RecallAtFixedPrecision", "PrecisionAtFixedRecall", "SensitivityAtSpecificity", "SpecificityAtSensitivity"],
]);

class Builder {
  constructor(
    private readonly settings: ReadonlyMap<string, Expression>,
    private readonly updates: readonly GoldenUpdate[],
  ) {}

  build(expression: Expression): unknown {
    switch (expression.kind) {
      case "value":
        return expression.value;
      case "name":
        return isClass(nameOf(expression))
          ? this.make(nameOf(expression), { args: [], keywords: new Map() })
          : expression.name;
      case "list":
        return expression.items.map((item) => this.build(item));
      case "dict":
        return Object.fromEntries(expression.entries.map(([name, value]) => [name, this.build(value)]));
      case "operation":
        return this.operate(
          expression.operator,
          expression.parts.map((part) => this.build(part)),
        );
      case "method":
        return this.method(this.build(expression.of), expression.name, expression.call);
      case "call":
        return this.call(expression.of, expression.call);
    }
  }

  private call(of: Expression, call: Arguments): unknown {
    if (of.kind === "name" && isClass(nameOf(of))) return this.make(nameOf(of), call);
    if (of.kind === "name")
      return tensorOf(
        of.name,
        call.args.map((arg) => this.build(arg)),
      );
    const metric = this.build(of);
    if (!isMetric(metric)) throw new NoExpression("Only metrics are called.");
    const given = [...call.args, ...call.keywords.values()].map((arg) => this.build(arg));
    return new Called(
      metric,
      given.map((value) => (Array.isArray(value) ? tensorOf("tensor", [value]) : value)),
    );
  }

  private make(name: string, { args, keywords }: Arguments): Made {
    const options: Record<string, unknown> = {};
    for (const [keyword, value] of keywords) options[camel(keyword)] = this.build(value);
    const given = args.map((arg) => this.build(arg));
    if (WRAPPERS.has(name)) {
      const count = typeof given[1] === "number" ? { [name === "Running" ? "window" : "numOutputs"]: given[1] } : {};
      const Wrapper = classOf(name) as unknown as new (inner: unknown, options: unknown) => Made;
      const { metrics, metric, baseMetric, base_metric, ...rest } = options;
      return new Wrapper(given[0] ?? metrics ?? metric ?? baseMetric ?? base_metric, { ...count, ...rest });
    }
    const words = given.map((value, i) => this.word(name, value, i));
    const known = Object.assign({}, ...words, options) as Record<string, unknown>;
    return new (classOf(name))(TASKS.has(name) ? this.withTask(known) : known);
  }

  /** What an argument without a name means: a task, an average, a number of classes, or what its place says. */
  private word(metric: string, value: unknown, place: number): Record<string, unknown> {
    if (value === "default") return {};
    if (TASKS.has(metric)) {
      if (typeof value === "number") return { count: value };
      return AVERAGES.has(String(value)) ? { average: value } : { task: value };
    }
    const name = PLACES[metric]?.[place];
    if (name === undefined) throw new NoExpression(`What is ${String(value)} for ${metric}?`);
    return { [camel(name)]: value };
  }

  private withTask({ count, ...given }: Record<string, unknown>): Record<string, unknown> {
    const settings = Object.fromEntries([...this.settings].map(([name, value]) => [camel(name), this.build(value)]));
    const options: Record<string, unknown> = { ...settings, ...given };
    const inferred = inferredTask(this.updates);
    if (this.updates.length > 0) options["task"] ??= inferred.task;
    else if (count !== undefined) options["task"] ??= "multiclass";
    const counted = options["task"] === "multilabel" ? "numLabels" : "numClasses";
    if (options["task"] === "binary") return options;
    if (count !== undefined) options[counted] = count;
    else if (this.updates.length > 0) options[counted] ??= inferred.count;
    return options;
  }

  private operate(operator: string, parts: readonly unknown[]): Made {
    const operate = OPERATIONS[operator];
    if (operate === undefined || !parts.every((part) => typeof part === "number" || part instanceof Metric)) {
      throw new NoExpression(`No operation \`${operator}\` of these.`);
    }
    return new CompositionalMetric((...values: unknown[]) => elementwise(operate, values), ...parts);
  }

  private method(of: unknown, name: string, call: Arguments): unknown {
    const options = Object.fromEntries(
      [...call.keywords].map(([keyword, value]) => [camel(keyword), this.build(value)]),
    );
    if (of instanceof MetricCollection && name === "clone") return of.clone(options);
    if (of instanceof Metric && name === "clone") return of.clone();
    if (isMetric(of) && (name === "update" || name === "forward")) {
      const given = call.args.map((arg) => this.build(arg));
      return new Called(
        of,
        given.map((value) => (Array.isArray(value) ? tensorOf("tensor", [value]) : value)),
      );
    }
    throw new NoExpression(`No method \`${name}\`.`);
  }
}

const WRAPPERS = new Set([
  ...[
    "MetricCollection",
    "ClasswiseWrapper",
    "MinMaxMetric",
    "MultioutputWrapper",
    "Running",
    "MetricTracker",
    "BootStrapper",
  ],
]);

const AVERAGES = new Set(["micro", "macro", "weighted", "none", "null"]);

/** The operations of torch that Python's operators stand for. */
const OPERATIONS: Readonly<Record<string, (a: number, b: number) => unknown>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "%": (a, b) => a % b,
  "**": (a, b) => a ** b,
  "==": (a, b) => a === b,
  "!=": (a, b) => a !== b,
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  abs: Math.abs,
  // torchmetrics/metric.py, `_neg`.
  neg: (a) => -Math.abs(a),
  at: (a) => a,
};

/** An operation on numbers, entry by entry where there are lists. An index is of the list itself. */
function elementwise(operate: (a: number, b: number) => unknown, values: readonly unknown[]): unknown {
  const [a, b = 0] = values;
  if (operate === OPERATIONS["at"]) return (a as unknown[])[b as number];
  const length = Math.max(...[a, b].map((value) => (Array.isArray(value) ? value.length : -1)));
  const entry = (value: unknown, i: number) =>
    (Array.isArray(value) ? value[value.length === 1 ? 0 : i] : value) as number;
  if (length < 0) return operate(a as number, b as number);
  return Array.from({ length }, (_, i) => operate(entry(a, i), entry(b, i)));
}

function inferredTask(updates: readonly GoldenUpdate[]): { task: string; count: number } {
  const preds = updates.flatMap((update) => leavesAndRank(update["preds"]).leaves);
  const target = updates.flatMap((update) => leavesAndRank(update["target"]).leaves);
  const [p, t] = [leavesAndRank(updates[0]?.["preds"]), leavesAndRank(updates[0]?.["target"])];
  if (p.rank > t.rank) return { task: "multiclass", count: p.columns };
  if (p.rank > 1) return { task: "multilabel", count: p.columns };
  const largest = Math.max(...[...preds, ...target].map((leaf) => (isNumeric(leaf) ? numberOf(leaf) : 0)));
  return preds.some(isFloat) || largest <= 1
    ? { task: "binary", count: 2 }
    : { task: "multiclass", count: largest + 1 };
}

function leavesAndRank(value: unknown): { leaves: unknown[]; rank: number; columns: number } {
  if (!Array.isArray(value)) return { leaves: [value], rank: 0, columns: 1 };
  const inner = value.map(leavesAndRank);
  const first = inner[0] ?? { rank: 0 };
  return {
    leaves: inner.flatMap(({ leaves }) => leaves),
    rank: first.rank + 1,
    columns: Array.isArray(value[0]) ? value[0].length : 1,
  };
}

function tensorOf(name: string, args: readonly unknown[]): tf.Tensor {
  const kind = name.split(".").at(-1);
  const shape = (args.flat() as number[]).filter((arg) => typeof arg === "number");
  switch (kind) {
    case "zeros":
    case "rand":
    case "randn":
      return tf.zeros(shape);
    case "ones":
      return tf.ones(shape);
    case "tensor": {
      const values = args[0] as number[];
      return tf.tensor(values, undefined, (values.flat(9) as number[]).every(Number.isInteger) ? "int32" : "float32");
    }
    default:
      throw new NoExpression(`What is \`${name}\`?`);
  }
}

function nameOf(expression: Expression): string {
  const name = expression.kind === "name" ? (expression.name.split(".").at(-1) as string) : "";
  return SHORT[name] ?? name;
}

function isClass(name: string): boolean {
  try {
    return /^[A-Z]/.test(name) && classOf(name) !== undefined;
  } catch (error) {
    if (error instanceof UnknownMetric) return false;
    throw error;
  }
}

function isMetric(value: unknown): value is Made {
  return value instanceof Metric || value instanceof MetricCollection || value instanceof MetricTracker;
}
