import { tf } from "../../backend/tf.js";
import { generator } from "../../random.js";
import type { Parameter } from "../parameter.js";
import { drawNormal, drawTruncatedNormal, drawUniform } from "./draw.js";
import { calculateGain, fans, type Nonlinearity, torchShape } from "./fans.js";
import { orthogonalRows } from "./orthogonalRows.js";

export { calculateGain, fans } from "./fans.js";

/** Uniform in [a, b). Like all functions here it overwrites the parameter with numbers from the process's generator and returns it. */
export function uniform(parameter: Parameter, a = 0, b = 1): Parameter {
  return fill(parameter, () => drawUniform(a, b));
}

export function normal(parameter: Parameter, mean = 0, std = 1): Parameter {
  return fill(parameter, () => drawNormal(mean, std));
}

/** Normal, cut to [a, b], which are values and not multiples of `std`. Defaults: mean 0, std 1, a -2, b 2. */
export function truncNormal(
  parameter: Parameter,
  { mean = 0, std = 1, a = -2, b = 2 }: { readonly mean?: number; std?: number; a?: number; b?: number } = {},
): Parameter {
  if (mean < a - 2 * std || mean > b + 2 * std) {
    console.warn(
      `truncNormal: the mean ${mean} lies more than 2 standard deviations (${std}) outside [${a}, ${b}]. The distribution of the values may be incorrect.`,
    );
  }
  return fill(parameter, () => drawTruncatedNormal(mean, std, a, b));
}

export function constant(parameter: Parameter, value: number): Parameter {
  return fill(parameter, () => value);
}

export function ones(parameter: Parameter): Parameter {
  return constant(parameter, 1);
}

export function zeros(parameter: Parameter): Parameter {
  return constant(parameter, 0);
}

/** Glorot's: uniform within ±gain √(6 / (fanIn + fanOut)). Default gain 1. */
export function xavierUniform(parameter: Parameter, { gain = 1 } = {}): Parameter {
  const bound = Math.sqrt(3) * xavierStd(parameter, gain);
  return uniform(parameter, -bound, bound);
}

/** Glorot's: normal with the standard deviation gain √(2 / (fanIn + fanOut)). Default gain 1. */
export function xavierNormal(parameter: Parameter, { gain = 1 } = {}): Parameter {
  return normal(parameter, 0, xavierStd(parameter, gain));
}

export interface KaimingOptions {
  /** The negative slope of a `leaky_relu`; default 0. */
  readonly a?: number;
  /** Keeps the variance of outputs (`fan_in`, the default) or of gradients (`fan_out`). */
  readonly mode?: "fan_in" | "fan_out";
  /** Default `leaky_relu`. */
  readonly nonlinearity?: Nonlinearity;
}

/** He's: uniform within ±gain √(3 / fan). */
export function kaimingUniform(parameter: Parameter, options: KaimingOptions = {}): Parameter {
  if (isEmpty(parameter)) return parameter;
  const bound = Math.sqrt(3) * kaimingStd(parameter, options);
  return uniform(parameter, -bound, bound);
}

/** He's: normal with the standard deviation gain / √fan. */
export function kaimingNormal(parameter: Parameter, options: KaimingOptions = {}): Parameter {
  return isEmpty(parameter) ? parameter : normal(parameter, 0, kaimingStd(parameter, options));
}

/** Rows (or columns, where these are fewer) at right angles and of length `gain`, the trailing dimensions taken as one. Default gain 1. */
export function orthogonal(parameter: Parameter, { gain = 1 } = {}): Parameter {
  const shape = torchShape(parameter.shape, parameter.layout);
  const [rows = 0, ...rest] = shape;
  if (rest.length < 1) throw wrongRank("orthogonal", parameter, "2 or more");
  if (parameter.size === 0) return parameter;
  return assign(
    parameter,
    orthogonalRows(rows, parameter.size / rows).map((value) => value * gain),
  );
}

/** The identity, as far as it goes, in a matrix. */
export function eye(parameter: Parameter): Parameter {
  if (parameter.rank !== 2) throw wrongRank("eye", parameter, "2");
  const columns = parameter.shape[1] ?? 1;
  return fill(parameter, (i) => (Math.floor(i / columns) === i % columns ? 1 : 0));
}

/** A kernel that passes on as many channels as it can, in each of `groups` (default 1) groups of its outputs. */
export function dirac(parameter: Parameter, { groups = 1 } = {}): Parameter {
  const [outputs = 0, inputs = 0, ...kernel] = torchShape(parameter.shape, parameter.layout);
  if (kernel.length < 1 || kernel.length > 3) throw wrongRank("dirac", parameter, "3, 4 or 5");
  if (outputs % groups !== 0) {
    throw new RangeError(`dirac: the ${outputs} outputs of the kernel cannot be divided into ${groups} equal groups.`);
  }
  const cells = kernel.reduce((product, length) => product * length, 1);
  const center = kernel.reduce((place, length) => place * length + Math.floor(length / 2), 0);
  const values = new Float64Array(parameter.size);
  for (let output = 0; output < outputs; output++) {
    const input = output % (outputs / groups);
    if (input < inputs) values[(output * inputs + input) * cells + center] = 1;
  }
  return assign(parameter, values);
}

/**
 * Normal numbers, of which in each column of the matrix a share is zero.
 *
 * @param sparsity the share in [0, 1]; ⌈sparsity · rows⌉ of each column are zero.
 * @param options.std default 0.01.
 */
export function sparse(parameter: Parameter, sparsity: number, { std = 0.01 } = {}): Parameter {
  if (parameter.rank !== 2) throw wrongRank("sparse", parameter, "2");
  const [rows = 0, columns = 0] = parameter.shape;
  const zeros = Math.ceil(sparsity * rows);
  const values = Float64Array.from({ length: parameter.size }, () => drawNormal(0, std));
  for (let column = 0; column < columns; column++) {
    for (const row of shuffled(rows).slice(0, zeros)) values[row * columns + column] = 0;
  }
  return assign(parameter, values);
}

function xavierStd(parameter: Parameter, gain: number): number {
  const { fanIn, fanOut } = fans(parameter.shape, parameter.layout);
  return gain * Math.sqrt(2 / (fanIn + fanOut));
}

function kaimingStd(
  parameter: Parameter,
  { a = 0, mode = "fan_in", nonlinearity = "leaky_relu" }: KaimingOptions,
): number {
  if (mode !== "fan_in" && mode !== "fan_out") {
    throw new RangeError(`kaiming: there is no mode "${mode as string}"; there are "fan_in" and "fan_out".`);
  }
  const { fanIn, fanOut } = fans(parameter.shape, parameter.layout);
  return calculateGain(nonlinearity, a) / Math.sqrt(mode === "fan_in" ? fanIn : fanOut);
}

function isEmpty(parameter: Parameter): boolean {
  if (parameter.size > 0) return false;
  console.warn("Initializing a parameter without elements does nothing.");
  return true;
}

function fill(parameter: Parameter, value: (i: number) => number): Parameter {
  return set(
    parameter,
    tf.tensor(
      Float32Array.from({ length: parameter.size }, (_, i) => value(i)),
      parameter.shape,
    ),
  );
}

/** Overwrites a weight by values in torch's order. */
function assign(parameter: Parameter, values: Float64Array): Parameter {
  const shape = torchShape(parameter.shape, parameter.layout);
  const kernel = shape.map((_, axis) => axis).slice(2);
  const weight = tf.tensor(Float32Array.from(values), shape);
  return set(
    parameter,
    parameter.layout === null ? weight : tf.tidy(() => tf.transpose(weight, [...kernel, 1, 0])),
    weight,
  );
}

function set(parameter: Parameter, values: tf.Tensor, ...used: readonly tf.Tensor[]): Parameter {
  parameter.assign(values);
  tf.dispose([values, ...used]);
  return parameter;
}

function shuffled(length: number): number[] {
  return generator.permutation(length);
}

function wrongRank(name: string, { shape }: Parameter, wanted: string): RangeError {
  return new RangeError(
    `init.${name} wants a tensor of ${wanted} dimensions, and it got one of shape [${shape.join(", ")}].`,
  );
}
