import type { Callback } from "../callbacks/callback.js";
import type { LrSchedulerConfig } from "../optim/configuredOptimizers.js";
import type { ResolvedOptions } from "../trainer/options.js";

/** What a trial does otherwise than the run that it is made in. Nothing is logged. */
export interface Trial {
  readonly options: Partial<ResolvedOptions>;
  /** In place of the run's. */
  readonly callbacks: readonly Callback[];
  readonly lrSchedulers: readonly Required<LrSchedulerConfig>[];
}
