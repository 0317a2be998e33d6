import { Profiler, type ProfilerOptions } from "./profiler.js";
import { fiveDigits, type ReportRow, reportTable } from "./reportTable.js";

export interface SimpleProfilerOptions extends ProfilerOptions {
  /** Adds the number of calls and the share of the time; default true. */
  readonly extended?: boolean;
}

/** Measures how long each action takes, and how often it is done. */
export class SimpleProfiler extends Profiler {
  readonly #extended: boolean;
  readonly #clock: () => number;
  readonly #running = new Map<string, number>();
  readonly #durations = new Map<string, { calls: number; total: number }>();
  readonly #startedAt: number;

  /** @param clock seconds; default: the process's. */
  constructor(
    { extended = true, ...options }: SimpleProfilerOptions = {},
    clock: () => number = () => performance.now() / 1000,
  ) {
    super(options);
    this.#extended = extended;
    this.#clock = clock;
    this.#startedAt = clock();
  }

  override start(actionName: string): void {
    if (this.#running.has(actionName))
      throw new Error(`Attempted to start ${actionName} which has already started. Stop it first.`);
    this.#running.set(actionName, this.#clock());
  }

  override stop(actionName: string): void {
    const end = this.#clock();
    const start = this.#running.get(actionName);
    if (start === undefined)
      throw new Error(`Attempting to stop recording an action (${actionName}) which was never started.`);
    this.#running.delete(actionName);
    const known = this.#durations.get(actionName) ?? { calls: 0, total: 0 };
    this.#durations.set(actionName, { calls: known.calls + 1, total: known.total + end - start });
  }

  override summary(): string {
    if (this.#durations.size === 0) return `${this.title}\n`;
    return `${this.title}\n${this.#extended ? this.#extendedTable() : this.#shortTable()}\n`;
  }

  /** A run that broke off leaves actions behind that nobody stops. */
  override teardown(): void {
    this.#running.clear();
  }

  #extendedTable(): string {
    const whole = this.#clock() - this.#startedAt;
    const actions = [...this.#durations].sort(([, a], [, b]) => b.total - a.total);
    const calls = actions.reduce((sum, [, action]) => sum + action.calls, 0);
    const rows = actions.map(
      ([name, { calls: own, total }]): ReportRow => [
        name,
        fiveDigits(total / own),
        String(own),
        fiveDigits(total),
        fiveDigits((100 * total) / whole),
      ],
    );
    const header: ReportRow = ["Action", "Mean duration (s)", "Num calls", "Total time (s)", "Percentage %"];
    return reportTable(header, rows, ["Total", "-", String(calls), fiveDigits(whole), "100 %"]);
  }

  #shortTable(): string {
    const actions = [...this.#durations].sort(([, a], [, b]) => b.total / b.calls - a.total / a.calls);
    const rows = actions.map(
      ([name, { calls, total }]): ReportRow => [name, fiveDigits(total / calls), fiveDigits(total)],
    );
    return reportTable(["Action", "Mean duration (s)", "Total time (s)"], rows);
  }
}
