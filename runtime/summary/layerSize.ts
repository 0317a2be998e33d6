/** The shape of a tensor; a list of sizes for several values; "?" for what has no shape or was not seen. */
export type LayerSize = "?" | readonly (number | LayerSize)[];

/** The sizes of what goes into a layer or comes out of it (`parse_batch_shape`): shapes of tensors, in lists as they are nested. */
export function sizeOf(value: unknown): LayerSize {
  if (Array.isArray(value)) return value.map(sizeOf);
  const shape = typeof value === "object" && value !== null && "shape" in value ? value.shape : null;
  return Array.isArray(shape) ? (shape as readonly number[]) : "?";
}

/** As Lightning prints it, which is Python's way to write a list: `[2, 3]`, `[[2, 3], '?']`. */
export function sizeText(size: LayerSize): string {
  return size === "?" ? size : listText(size);
}

function listText(entries: readonly (number | LayerSize)[]): string {
  const texts = entries.map((entry) => {
    if (typeof entry === "number") return String(entry);
    return entry === "?" ? "'?'" : listText(entry);
  });
  return `[${texts.join(", ")}]`;
}
