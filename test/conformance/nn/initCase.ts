import { tf } from "../../../runtime/backend/tf.js";
import { seedEverything } from "../../../runtime/random.js";
import type { Difference } from "../picture.js";
import { buildModule } from "./buildModule.js";
import { distributionDifference } from "./distribution.js";
import { initialized } from "./initFunction.js";
import type { DefaultInitCase, InitCase, OrthogonalCase, SparseCase } from "./nnCase.js";

/** What a function of `init` draws. */
export function initDifference({ fn, shape, args, expect }: InitCase): Difference | null {
  seedEverything(1);
  return distributionDifference(fn, expect, () => valuesOf(initialized(fn, shape, args)));
}

/** What the parameters of a new layer are drawn from. */
export function defaultInitDifference({ module: spec, expect }: DefaultInitCase): Difference | null {
  seedEverything(1);
  for (const [name, rule] of Object.entries(expect)) {
    const draw = () => {
      const module = buildModule(spec);
      try {
        const parameter = module.namedParameters().find(([path]) => path === name)?.[1];
        if (parameter === undefined) throw new Error(`${spec.class} has no parameter "${name}".`);
        return parameter.dataSync();
      } finally {
        module.dispose();
      }
    };
    const difference = distributionDifference(name, rule, draw);
    if (difference !== null) return difference;
  }
  return null;
}

/** Rows (or columns) of a matrix are at right angles to each other and equally long. */
export function orthogonalDifference({ fn, shape, args, expect }: OrthogonalCase): Difference | null {
  seedEverything(1);
  const [rows, columns] = expect.flattened;
  const values = valuesOf(initialized(fn, shape, args));
  const isByRow = expect.orthogonal === "rows";
  const [lines, length] = isByRow ? [rows, columns] : [columns, rows];
  const at = (line: number, i: number) => values[isByRow ? line * columns + i : i * columns + line] as number;
  for (let a = 0; a < lines; a++) {
    for (let b = 0; b < lines; b++) {
      let product = 0;
      for (let i = 0; i < length; i++) product += at(a, i) * at(b, i);
      const wanted = a === b ? expect.gram_diagonal : 0;
      if (Math.abs(product - wanted) > expect.tolerance) {
        return {
          what: `product of ${expect.orthogonal} ${a} and ${b}`,
          expected: String(wanted),
          got: String(product),
        };
      }
    }
  }
  return null;
}

/** In each column so many elements are exactly zero, and the others are not. */
export function sparseDifference({ fn, shape, args, expect }: SparseCase): Difference | null {
  seedEverything(1);
  const [rows, columns] = shape as readonly [number, number];
  const said = Object.entries(expect).find(([name]) => name.includes("zero"))?.[1];
  const values = valuesOf(initialized(fn, shape, args));
  for (let column = 0; column < columns; column++) {
    let zeros = 0;
    for (let row = 0; row < rows; row++) if (values[row * columns + column] === 0) zeros++;
    const wanted = Number((Array.isArray(said) ? said[column] : said) ?? Math.ceil(Number(args["sparsity"]) * rows));
    if (zeros !== wanted) return { what: `zeros in column ${column}`, expected: String(wanted), got: String(zeros) };
  }
  return null;
}

function valuesOf(tensor: tf.Tensor): ArrayLike<number> {
  const values = tensor.dataSync();
  tf.dispose(tensor);
  return values;
}
