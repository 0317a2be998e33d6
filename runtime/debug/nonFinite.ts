import type { tf } from "../backend/tf.js";

/** Something that must be finite, and how it is called. */
export interface Watched {
  /** `loss`, `gradient`, `weight` or `metric`. */
  readonly what: string;
  /** Of the parameter or the metric; null: there is only one. */
  readonly name: string | null;
  readonly values: ArrayLike<number>;
}

/** How many values of each kind are not finite. */
export interface NonFinite {
  readonly what: string;
  readonly name: string | null;
  readonly nan: number;
  readonly infinite: number;
}

/** @returns null: all are finite. */
export function nonFinite({ what, name, values }: Watched): NonFinite | null {
  let nan = 0;
  let infinite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    // Of a finite one it is 0.
    if (value - value === 0) continue;
    if (Number.isNaN(value)) nan++;
    else infinite++;
  }
  return nan + infinite === 0 ? null : { what, name, nan, infinite };
}

/** The values of a real tensor; none of any other. Nothing is computed on the tape. */
export function realValues(tensor: tf.Tensor | null): ArrayLike<number> {
  return tensor === null || tensor.isDisposed || tensor.dtype !== "float32" ? [] : tensor.dataSync<"float32">();
}

/** `Non-finite gradient: net.0.weight (3 NaN, 0 Inf), and 2 more`. */
export function nonFiniteText([first, ...others]: readonly NonFinite[]): string {
  if (first === undefined) return "";
  const { what, name, nan, infinite } = first;
  const counts = `(${nan} NaN, ${infinite} Inf)`;
  const more = others.length === 0 ? "" : `, and ${others.length} more`;
  return `Non-finite ${what}${name === null ? " " : `: ${name} `}${counts}${more}`;
}
