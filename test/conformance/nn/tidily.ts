import { tf } from "../../../runtime/backend/tf.js";

/** `tf.tidy` for work whose result has no tensors. */
export function tidily<T>(work: () => T): T {
  const engine = tf.engine();
  engine.startScope("case");
  try {
    return work();
  } finally {
    engine.endScope();
  }
}
