import type { Range } from "./valueRange.js";

/** About so many ticks are read at a glance. */
const TICKS = 5;

/** Ticks of a logarithmic scale: powers of ten, with twos and fives between them when there are few, and even steps within one power. */
export function logTicks([low, high]: Range): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return evenTicks(low, high);
  const factors = decades <= 3 ? [1, 2, 5] : [1];
  const every = Math.ceil(decades / (TICKS + 2));
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % every === 0) ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

function evenTicks(low: number, high: number): number[] {
  const rough = (high - low) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.floor(high / step) - first + 1;
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
