import { tf } from "../backend/tf.js";
import { differentiable } from "./differentiable.js";

export interface EmbeddingOptions {
  /** A row that gets no gradient; negative ones count from the end. */
  readonly paddingIdx?: number | null;
  /** Rows that are looked up and whose norm is greater are scaled to it, in place. */
  readonly maxNorm?: number | null;
  /** Which norm `maxNorm` means; default 2. */
  readonly normType?: number;
  /** Divides the gradient of a row by how often it is looked up; default false. */
  readonly scaleGradByFreq?: boolean;
}

/**
 * Rows of a table by their numbers.
 *
 * @param input int32 of any shape, `[...]`.
 * @param weight `[rows, features]`; the result is `[..., features]`.
 * @throws for numbers that are no row.
 */
export function embedding(input: tf.Tensor, weight: tf.Tensor, options: EmbeddingOptions = {}): tf.Tensor {
  const [rows, features] = weight.shape as [number, number];
  const padding = paddingRow(options.paddingIdx ?? null, rows);
  const numbers = rowNumbers(input, rows);
  if (typeof options.maxNorm === "number") limitNorms(weight, numbers, options.maxNorm, options.normType ?? 2);
  const scales = gradientScales(numbers, padding, options.scaleGradByFreq ?? false);
  const output = differentiable<tf.Tensor>({
    inputs: [weight],
    forward: () => tf.gather(weight, tf.tensor1d(numbers, "int32")),
    gradients: (dy) => [
      () => {
        const scaled = scales === null ? dy : tf.mul(dy, tf.tensor2d(scales, [scales.length, 1]));
        return tf.unsortedSegmentSum(scaled, tf.tensor1d(numbers, "int32"), rows);
      },
    ],
  });
  return input.rank === 1 ? output : tf.reshape(output, [...input.shape, features]);
}

/** The row that padding means; null: none. @throws when there is no such row. */
export function paddingRow(paddingIdx: number | null, rows: number): number | null {
  if (paddingIdx === null) return null;
  // As in torch, 0 is allowed for an empty table.
  if (paddingIdx === 0 || (paddingIdx >= -rows && paddingIdx < rows))
    return paddingIdx < 0 ? rows + paddingIdx : paddingIdx;
  throw new RangeError(
    `Embedding got paddingIdx = ${paddingIdx}, which is none of its ${rows} rows: it lies in [${-rows}, ${rows - 1}].`,
  );
}

/** The numbers come from the data, not from the model: nothing has to be computed before they can be read. */
function rowNumbers(input: tf.Tensor, rows: number): Int32Array {
  if (input.dtype !== "int32") {
    throw new TypeError(
      `Embedding wants row numbers as int32, and its input of shape [${input.shape.join(", ")}] is ${input.dtype}. Make them so by \`toInt()\`.`,
    );
  }
  const numbers = input.dataSync() as Int32Array;
  const wrong = numbers.find((row) => row < 0 || row >= rows);
  if (wrong === undefined) return numbers;
  throw new RangeError(
    `Embedding got the number ${wrong}, and its table has the rows 0 to ${rows - 1}. Make \`numEmbeddings\` greater, or map what is unknown to a row of its own.`,
  );
}

/** What the gradient of each looked up row is multiplied by; null: 1. */
function gradientScales(numbers: Int32Array, padding: number | null, byFrequency: boolean): Float32Array | null {
  if (!byFrequency && (padding === null || !numbers.includes(padding))) return null;
  const counts = new Map<number, number>();
  if (byFrequency) for (const row of numbers) counts.set(row, (counts.get(row) ?? 0) + 1);
  return Float32Array.from(numbers, (row) => (row === padding ? 0 : 1 / (counts.get(row) ?? 1)));
}

/** Torch's embedding_renorm_: the table itself changes, without a gradient. */
function limitNorms(weight: tf.Tensor, numbers: Int32Array, maxNorm: number, p: number): void {
  if (!(weight instanceof tf.Variable)) {
    throw new TypeError("embedding with `maxNorm` changes its table in place: give it a Parameter or a Variable.");
  }
  const [rows, features] = weight.shape as [number, number];
  const values = weight.dataSync() as Float32Array;
  const scales = new Float32Array(rows).fill(1);
  for (const row of new Set(numbers)) {
    const norm = rowNorm(values.subarray(row * features, (row + 1) * features), p);
    if (norm > maxNorm) scales[row] = maxNorm / (norm + 1e-7);
  }
  if (scales.every((scale) => scale === 1)) return;
  tf.tidy(() => weight.assign(tf.mul(weight, tf.tensor2d(scales, [rows, 1]))));
}

function rowNorm(row: Float32Array, p: number): number {
  if (p === Number.POSITIVE_INFINITY) return row.reduce((greatest, one) => Math.max(greatest, Math.abs(one)), 0);
  return row.reduce((sum, one) => sum + Math.abs(one) ** p, 0) ** (1 / p);
}
