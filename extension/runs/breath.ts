import { setImmediate } from "node:timers/promises";

/** Lets the editor's other work through. Whatever may take long is cut into pieces of a few milliseconds with a breath between them. */
export function breath(): Promise<void> {
  return setImmediate();
}
