/** A number in [low, high) from the process's generator. */
export function drawUniform(low: number, high: number): number {
  return low + (high - low) * Math.random();
}

/** A number from the normal distribution (Box and Muller, 1958) from the process's generator. */
export function drawNormal(mean: number, std: number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
  return mean + std * radius * Math.cos(2 * Math.PI * Math.random());
}

/** A number from the normal distribution, given that it lies in [low, high]. */
export function drawTruncatedNormal(mean: number, std: number, low: number, high: number): number {
  // Where little is cut off most normal numbers will do; elsewhere uniform ones are taken as often as they are likely.
  const isWide = mean >= low && mean <= high && high - low >= 5 * std;
  const [least, most] = [Math.fround(low), Math.fround(high)];
  const likeliest = Math.max(low, Math.min(mean, high));
  const exponent = (x: number) => -0.5 * ((x - mean) / std) ** 2;
  while (true) {
    const drawn = isWide ? drawNormal(mean, std) : drawUniform(low, high);
    const rounded = Math.fround(drawn);
    if (rounded < least || rounded > most) continue;
    if (isWide || Math.log(1 - Math.random()) <= exponent(drawn) - exponent(likeliest)) return drawn;
  }
}
