/** Thrown in a training step or a hook around it: the epoch ends here, as if its loader had given no more. */
export class StopIteration extends Error {
  override name = "StopIteration";
}
