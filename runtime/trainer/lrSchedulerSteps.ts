import { MisconfigurationException } from "../errors.js";
import { callModuleMethod, type Run } from "./run.js";

/**
 * Steps the schedulers of an interval whose turn it is.
 *
 * @param plateau those that watch a metric, which are stepped when it has been logged, or the others.
 * @param index the batch in its epoch, or the epoch.
 */
export function stepLrSchedulers(run: Run, interval: "step" | "epoch", plateau: boolean, index: number): void {
  const { schedulerSteps } = run.progress;
  for (const { scheduler, monitor, strict, frequency, ...config } of run.lrSchedulers) {
    if (config.reduceOnPlateau !== plateau || config.interval !== interval || (index + 1) % frequency !== 0) continue;
    const metric = plateau ? monitored(run, monitor, strict) : null;
    if (plateau && metric === null) continue;
    schedulerSteps.ready();
    callModuleMethod(run, "lrSchedulerStep", scheduler, metric);
    schedulerSteps.completed();
  }
}

/** The metric that a scheduler watches; null: it is not there, and the scheduler can do without. */
function monitored(run: Run, name: string | null, strict: boolean): number | null {
  const callbackMetrics = run.connector.metrics("callback");
  const value = name === null ? undefined : callbackMetrics[name];
  if (value !== undefined) return value;
  const missing = `ReduceLROnPlateau conditioned on metric ${name} which is not available`;
  if (strict) {
    const available = Object.keys(callbackMetrics).join(", ") || "none";
    throw new MisconfigurationException(
      `${missing}. Available metrics are: ${available}. Set \`monitor\` beside the scheduler to one that is logged.`,
    );
  }
  console.warn(`${missing} but strict is set to \`false\`. Skipping learning rate update.`);
  return null;
}
