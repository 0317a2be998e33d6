import type * as tfjs from "@tensorflow/tfjs";

/** Computes something that no gradient will be taken of and nothing is kept of, in the middle of whatever the program was doing. */
export function offTheTape<T>(tf: typeof tfjs, compute: () => T): T {
  const { state } = tf.engine() as unknown as TapedEngine;
  const { gradientDepth } = state;
  // tfjs records while this is not 0.
  state.gradientDepth = 0;
  tf.engine().startScope();
  try {
    return compute();
  } finally {
    tf.engine().endScope();
    state.gradientDepth = gradientDepth;
  }
}

/** The part of tfjs's engine that knows whether it records; private in its types (tfjs-core 4.22, `engine.ts`). */
interface TapedEngine {
  readonly state: { gradientDepth: number };
}
