import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tf } from "../../../runtime/backend/tf.js";
import { root } from "../../experiment.js";

/** A tensor as torch's reference values have it. */
export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly layout?: string;
  readonly dtype?: string;
}

type Tensors = Readonly<Record<string, GoldenTensor>>;

export interface GoldenLayer {
  readonly id: string;
  readonly kind: string;
  readonly module: { readonly class: string; readonly args: Readonly<Record<string, unknown>> };
  readonly state: Tensors;
  readonly calls: readonly {
    readonly mode: string;
    readonly inputs: Tensors;
    readonly outputs: Tensors;
    readonly g?: Tensors;
    readonly grads?: { readonly inputs: Tensors; readonly parameters: Tensors };
  }[];
}

/** How torch's layouts become channels-last: axis i of the result is axis perm[i]. */
const PERMUTATIONS: Readonly<Record<string, readonly number[]>> = {
  NCHW: [0, 2, 3, 1],
  CHW: [1, 2, 0],
  OIHW: [2, 3, 1, 0],
};

/** The cases of a family whose names match. */
export function goldenLayers(family: string, ids: RegExp): [string, GoldenLayer][] {
  const file = join(root, "test", "reference", "nn", `${family}.json`);
  const { cases } = JSON.parse(readFileSync(file, "utf8")) as { readonly cases: readonly GoldenLayer[] };
  return cases.flatMap((golden) =>
    golden.kind === "numeric" && ids.test(golden.id) ? [[golden.id.replace(/^.*\//, ""), golden]] : [],
  );
}

export function tensorOf({ values, shape, layout, dtype }: GoldenTensor): tf.Tensor {
  const tensor = tf.tensor([...values], [...shape], dtype === "int64" ? "int32" : "float32");
  const permutation = layout === undefined ? undefined : PERMUTATIONS[layout];
  return permutation === undefined ? tensor : tf.transpose(tensor, [...permutation]);
}

/** Both, with what float32 may differ by taken away: equal when the tensors are near. */
export function near(received: tf.Tensor, golden: GoldenTensor): { received: unknown; expected: unknown } {
  const expected = tensorOf(golden);
  const want = [...expected.dataSync()];
  const got = [...received.dataSync()].map((value, i) => {
    const other = want[i] as number;
    return Math.abs(value - other) <= 1e-5 + 1e-5 * Math.abs(other) ? other : value;
  });
  return {
    received: { shape: received.shape, values: got },
    expected: { shape: expected.shape, values: want },
  };
}
