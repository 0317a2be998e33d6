import { tf } from "../../../runtime/backend/tf.js";
import {
  Accuracy,
  MaxMetric,
  MeanSquaredError,
  MetricCollection,
  MetricTracker,
  R2Score,
  Running,
  TweedieDevianceScore,
} from "../../../runtime/metrics/index.js";
import { disposeBatch } from "./batches.js";
import { type Constructed, constructed } from "./construct.js";

type Program = () => void;

/** What a case in plain words does: by its words, or by what torchmetrics says to it. */
interface Words {
  readonly pattern: RegExp;
  readonly program: (...words: string[]) => void;
}

const int = (values: number[]) => tf.tensor1d(values, "int32");
const float = (values: number[]) => tf.tensor1d(values);

const WORDS: readonly Words[] = [
  {
    pattern: /^(.*?) with float targets?$/,
    program: (metric) => calling(constructed(`${metric}`, []), [float([0.2, 0.8, 0.6]), float([0, 1, 1])]),
  },
  {
    pattern: /^top_k=(\d+) with int(?:eger)? preds$/,
    program: (topK) => {
      const metric = new Accuracy({ task: "multiclass", numClasses: 4, topK: Number(topK) });
      calling({ metric, batch: null }, [int([0, 1, 2]), int([0, 1, 1])]);
    },
  },
  {
    pattern: /^(.*?)\bpreds \((\d+), ?(\d+)\) (?:and target \((\d+),?\) )?with num_classes=(\d+)$/,
    program: (_, rows, columns, targets, classes) => {
      const metric = new Accuracy({ task: "multiclass", numClasses: Number(classes) });
      const target = tf.zeros([Number(targets ?? rows)], "int32");
      calling({ metric, batch: null }, [tf.fill([Number(rows), Number(columns)], 0.2), target]);
    },
  },
];

const MESSAGES: readonly Words[] = [
  {
    pattern: /^`(\w+)` cannot be called before `\.increment\(\)`/,
    program: (method) => {
      const tracker = new MetricTracker(new MeanSquaredError());
      const name = method === "compute_all" ? "computeAll" : (method as "update" | "forward" | "compute");
      tracker[name](tf.scalar(0), tf.scalar(0));
    },
  },
  {
    pattern: /^Encountered two metrics both named/,
    program: () => void new MetricCollection([new MeanSquaredError(), new MeanSquaredError()]),
  },
  {
    pattern: /does not have a 'higher_is_better' attribute/,
    program: () => void new MetricTracker(new TweedieDevianceScore()),
  },
  {
    pattern: /^Expected attribute `full_state_update` set to `False`/,
    program: () => void new Running(new MaxMetric()),
  },
  {
    pattern: /`MetricCollection` is not a instance of|belonging to key .* is not an instance of/,
    program: () => void new MetricCollection([3 as unknown as R2Score]),
  },
  {
    pattern: /^Unexpected keyword arguments/,
    program: () => void new Accuracy({ task: "binary", foo: 1 } as { task: "binary" }),
  },
  {
    pattern: /^Needs at least two samples to calculate r2 score/,
    program: () => calling({ metric: new R2Score(), batch: null }, [float([1]), float([2])]),
  },
];

/** The program of a case that is told in words; null: it is not understood. */
export function englishProgram(construct: string | undefined, message: string | undefined): Program | null {
  const [table, text] = construct === undefined ? [MESSAGES, message ?? ""] : [WORDS, construct];
  for (const { pattern, program } of table) {
    const match = pattern.exec(text);
    if (match !== null) return () => tf.tidy(() => program(...match.slice(1)));
  }
  return construct === undefined || message === undefined ? null : englishProgram(undefined, message);
}

/** Calls what a case made. */
export function calling({ metric }: Constructed, batch: readonly unknown[]): void {
  try {
    (metric.forward as (...batch: readonly unknown[]) => unknown).apply(metric, batch as unknown[]);
    metric.compute();
  } finally {
    disposeBatch(batch);
  }
}
