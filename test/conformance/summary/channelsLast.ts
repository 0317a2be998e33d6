/** Sizes of images as the runtime has them, `[n, h, w, c]` for `[n, c, h, w]`, wherever they stand in a line of a summary. */
export function channelsLastText(line: string): string {
  return line.replace(/\[(\d+), (\d+), (\d+), (\d+)\]/g, "[$1, $3, $4, $2]");
}

/** The same in recorded data. */
export function channelsLast(size: unknown): unknown {
  if (!Array.isArray(size)) return size;
  if (size.length === 4 && size.every((entry) => typeof entry === "number")) return [0, 2, 3, 1].map((i) => size[i]);
  return size.map(channelsLast);
}
