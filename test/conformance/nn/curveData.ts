import { tf } from "../../../runtime/backend/tf.js";
import { Digits } from "../../../runtime/data/digits.js";
import { at } from "./curveWeights.js";
import type { CurveCase } from "./nnCase.js";

export interface CurveBatch {
  readonly input: () => tf.Tensor;
  /** Null: the input itself. */
  readonly target: (() => tf.Tensor) | null;
}

/** The batches of a curve, one a step: drawn discs, or rows of the digits that the runtime ships. */
export function curveBatches({ data, steps, batch_size: size }: CurveCase): CurveBatch[] {
  const { rows, seed = 0 } = data;
  if (rows !== undefined) return digitBatches(rows.slice(0, steps));
  if (data.formula !== "disc") throw new Error(`It is not known here how the data "${data.formula}" is drawn.`);
  return Array.from({ length: steps }, (_, i) => ({
    input: () => tf.tensor(discs(seed, i * size, size), [size, DISC * DISC]),
    target: null,
  }));
}

/** Height and width of a disc's image. */
const DISC = 28;

function discs(seed: number, first: number, count: number): Float32Array {
  const pixels = new Float32Array(count * DISC * DISC);
  for (let i = 0; i < count; i++) pixels.set(disc(seed, first + i), i * DISC * DISC);
  return pixels;
}

function disc(seed: number, sample: number): Float32Array {
  const r = (k: number) => at(seed, 3 * sample + k);
  const [x, y, radius] = [6 + (r(0) % 16), 6 + (r(1) % 16), 3 + (r(2) % 8)];
  return Float32Array.from({ length: DISC * DISC }, (_, i) => {
    const [dx, dy] = [(i % DISC) - x, Math.floor(i / DISC) - y];
    return Math.max(0, 255 - Math.floor((255 * (dx ** 2 + dy ** 2)) / radius ** 2)) / 255;
  });
}

function digitBatches(rows: readonly (readonly number[])[]): CurveBatch[] {
  const digits = new Digits();
  return rows.map((batch) => {
    const samples = batch.map((row) => digits.getItem(row));
    return {
      input: () => tf.concat(samples.map(([image]) => tf.tensor(image.data as Float32Array, [1, 8, 8, 1]))),
      target: () =>
        tf.tensor1d(
          samples.map(([, label]) => label as number),
          "int32",
        ),
    };
  });
}
