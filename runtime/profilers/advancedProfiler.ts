import { mkdirSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import {
  functionsText,
  functionTimes,
  type Interval,
  runProfiledAction,
  type SampledProfile,
} from "./functionTimes.js";
import { Profiler, type ProfilerOptions } from "./profiler.js";

export interface AdvancedProfilerOptions extends ProfilerOptions {
  /** How many functions to report for each action: a number of them, or a share up to 1; default 1.0, all. */
  readonly lineCountRestriction?: number;
  /** Writes what V8 recorded to `<stage>-<filename>.cpuprofile`, which editors and browsers can show; default false. */
  readonly dumpStats?: boolean;
}

const SAMPLE_EVERY_MICROSECONDS = 200;

/**
 * Tells in which functions the time of each action goes. V8's sampling profiler looks 5000 times a second which functions are running;
 * for each action the report has its calls, its time, and by function the time in itself and with all that it calls. Functions that are
 * shorter than a fifth of a millisecond show only where they are called often; calls of functions are not counted.
 */
export class AdvancedProfiler extends Profiler {
  readonly #restriction: number;
  readonly #dumpStats: boolean;
  #session: Session | null = null;
  readonly #running = new Map<string, number>();
  readonly #intervals = new Map<string, Interval[]>();
  /** Actions that are running further out on the stack. */
  #depth = 0;

  constructor({ lineCountRestriction = 1, dumpStats = false, ...options }: AdvancedProfilerOptions = {}) {
    super(options);
    this.#restriction = lineCountRestriction;
    this.#dumpStats = dumpStats;
  }

  override start(actionName: string): void {
    if (this.#session === null) this.#record();
    this.#running.set(actionName, microseconds());
  }

  override stop(actionName: string): void {
    const start = this.#running.get(actionName);
    if (start === undefined)
      throw new Error(`Attempting to stop recording an action (${actionName}) which was never started.`);
    this.#running.delete(actionName);
    this.#note(actionName, { start, end: microseconds(), depth: null });
  }

  override profile<T>(actionName: string, run: () => T): T {
    if (this.#session === null) this.#record();
    const start = microseconds();
    const depth = this.#depth++;
    let isPending = false;
    let result: T;
    try {
      result = runProfiledAction(run);
      isPending = result instanceof Promise;
    } finally {
      this.#depth--;
      if (!isPending) this.#note(actionName, { start, end: microseconds(), depth });
    }
    if (!(result instanceof Promise)) return result;
    // A promise goes on without its caller on the stack.
    return result.finally(() => this.#note(actionName, { start, end: microseconds(), depth: null })) as T;
  }

  override summary(): string {
    const profile = this.#stopRecording();
    if (profile === null) return "";
    this.#dump(profile);
    const actions = [...this.#intervals].map(([name, intervals]) => {
      const seconds = intervals.reduce((sum, { start, end }) => sum + end - start, 0) / 1e6;
      const times = functionTimes(profile, intervals);
      const count = this.#restriction <= 1 ? Math.ceil(times.length * this.#restriction) : this.#restriction;
      return [
        `Profile stats for: ${name}`,
        `         ${intervals.length} calls in ${seconds.toFixed(3)} seconds`,
        functionsText(times.slice(0, count)),
      ].join("\n");
    });
    return `${[this.title, ...actions].join("\n")}\n`;
  }

  override teardown(): void {
    this.#stopRecording();
    this.#running.clear();
    this.#intervals.clear();
  }

  #note(actionName: string, interval: Interval): void {
    const known = this.#intervals.get(actionName);
    if (known === undefined) this.#intervals.set(actionName, [interval]);
    else known.push(interval);
  }

  #record(): void {
    const session = new Session();
    session.connect();
    session.post("Profiler.enable");
    session.post("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_MICROSECONDS });
    session.post("Profiler.start");
    this.#session = session;
  }

  /** Within one thread the inspector answers at once. */
  #stopRecording(): SampledProfile | null {
    let recorded: SampledProfile | null = null;
    this.#session?.post("Profiler.stop", (_error, result) => {
      recorded = result?.profile ?? null;
    });
    this.#session?.disconnect();
    this.#session = null;
    return recorded;
  }

  #dump(profile: SampledProfile): void {
    const file = this.fileName(".cpuprofile");
    if (!this.#dumpStats || file === null) return;
    mkdirSync(join(file, ".."), { recursive: true });
    writeFileSync(file, JSON.stringify(profile));
  }
}

/** On the clock of V8's profiles. */
function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
