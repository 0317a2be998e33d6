/** The probability that a standard normal variable is not above `x`. */
export function normalCdf(x: number): number {
  return x < 0 ? complementaryError(-x / Math.SQRT2) / 2 : 1 - complementaryError(x / Math.SQRT2) / 2;
}

/** Chebyshev coefficients of Numerical Recipes (3rd edition, 6.2.2): relative error below 1.2e-7 with these ten. */
const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];

/** `1 - erf(x)` for `x` of 0 or more. */
function complementaryError(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const exponent = COEFFICIENTS.reduceRight((total, coefficient) => total * t + coefficient, 0);
  return t * Math.exp(-x * x + exponent);
}
