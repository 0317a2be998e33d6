import { launchVariables } from "../protocol/launch.js";
import { unknownBackend } from "./backendErrors.js";

/** The engines, best first: TensorFlow's native kernels, WebAssembly, plain JavaScript. */
export type BackendKind = "node" | "wasm" | "cpu";

export const BACKEND_KINDS: readonly BackendKind[] = ["node", "wasm", "cpu"];

/** Which engine computes in this process. */
export interface BackendReport {
  readonly kind: BackendKind;
  /** Why this one, in a sentence; when it is not the native one by choice, what to do about it. */
  readonly reason: string;
  /** By name: tfjs, tensorflow (its library, on `node`), node. */
  readonly versions: Readonly<Record<string, string>>;
  /** The folder that it was loaded from. */
  readonly where: string;
}

/** The backend that the environment forces; null: none. */
export function forcedBackend(env: NodeJS.ProcessEnv): BackendKind | null {
  const value = env[launchVariables.backend];
  if (value === undefined || value === "") return null;
  const kind = BACKEND_KINDS.find((known) => known === value);
  if (kind === undefined) throw unknownBackend(value, BACKEND_KINDS);
  return kind;
}
