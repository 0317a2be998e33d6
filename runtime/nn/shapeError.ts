/** The error of a layer that got an input it cannot take: what it got, what it wants. */
export function shapeError(layer: string, got: readonly number[], wanted: string, hint = ""): Error {
  return new Error(
    `${layer} got an input of shape [${got.join(", ")}], and it wants ${wanted}.${hint === "" ? "" : ` ${hint}`}`,
  );
}
