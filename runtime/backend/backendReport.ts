import { launchVariables } from "../protocol/launch.js";

/** The engines, best first: TensorFlow's native kernels, WebAssembly, plain JavaScript. */
export type BackendKind = "node" | "wasm" | "cpu";

export const BACKEND_KINDS: readonly BackendKind[] = ["node", "wasm", "cpu"];

/** Which engine computes in this process. */
export interface BackendReport {
  readonly kind: BackendKind;
  /** Why this one, in a sentence; what to do when it is not the native one. */
  readonly reason: string;
  /** tfjs, TensorFlow's library, Node. */
  readonly versions: Readonly<Record<string, string>>;
  /** The folder that it was loaded from. */
  readonly location: string;
}

/** The backend that the environment forces; null: none. */
export function forcedBackend(env: NodeJS.ProcessEnv): BackendKind | null {
  const value = env[launchVariables.backend];
  if (value === undefined || value === "") return null;
  const kind = BACKEND_KINDS.find((known) => known === value);
  if (kind !== undefined) return kind;
  throw new Error(
    `${launchVariables.backend}=${value}: there is no such backend. Set it to ${BACKEND_KINDS.join(", ")}, or leave it out to get the best one.`,
  );
}
