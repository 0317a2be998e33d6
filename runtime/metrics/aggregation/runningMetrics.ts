import { completed } from "../metricOptions.js";
import { Running } from "../wrappers/running.js";
import type { AggregatorOptions } from "./aggregator.js";
import { MeanMetric } from "./meanMetric.js";
import { SumMetric } from "./sumMetric.js";

export interface RunningOptions extends AggregatorOptions {
  /** How many of the last updates count; default 5. */
  readonly window?: number;
}

/** The mean of the values of the last updates. */
export class RunningMean extends Running {
  constructor(options: RunningOptions = {}) {
    const { window, ...rest } = completed("RunningMean", options, { window: 5, nanStrategy: "warn" as const });
    super(new MeanMetric(rest), { window });
  }
}

/** The sum of the values of the last updates. */
export class RunningSum extends Running {
  constructor(options: RunningOptions = {}) {
    const { window, ...rest } = completed("RunningSum", options, { window: 5, nanStrategy: "warn" as const });
    super(new SumMetric(rest), { window });
  }
}
