/** What a paused process can tell a debugger; the runtime offers it under `Symbol.for(DEBUG_SYMBOL)` on `globalThis`. */
export interface DebugApi {
  readonly version: 1;
  /** A line for a tensor, a parameter or a layer, such as `Tensor float32[64,8,8,1]`; null for anything else. */
  describe(value: unknown): string | null;
  /** The statistics of a tensor's values; null for anything else. */
  statistics(value: unknown): TensorStatistics | null;
  /** A tensor's values in row-major order, a page of them. */
  values(value: unknown, start: number, count: number): number[];
  /** Functions of the user's that the process will soon call: where to stop when it is asked to pause. */
  userFunctions(): readonly ((...args: never[]) => unknown)[];
  /** Everything that is computed from now on, until `endStop`, is for the debugger: it is freed then. */
  beginStop(): void;
  endStop(): void;
}

export interface TensorStatistics {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly size: number;
  readonly isDisposed: boolean;
  /** Of the finite values; null: there are none. */
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly nan: number;
  readonly infinite: number;
}
