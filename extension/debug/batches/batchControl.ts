import type { DebugProtocol } from "@vscode/debugprotocol";
import {
  BATCH_STOPS_SYMBOL,
  type BatchPosition,
  type BatchStop,
  type BatchStops,
  type RunTo,
} from "../../../runtime/protocol/batchStops.js";
import { adapterErrors } from "../adapterErrors.js";
import type { CdpTransport } from "../cdpTransport.js";
import type { TypeScriptExpressions } from "../evaluation/typeScriptExpressions.js";
import { RUNTIME_API } from "../program/debuggeeSupport.js";
import type { Progress } from "../progress.js";
import { rememberAwaits } from "../threads/asyncStacks.js";
import { batchFilter } from "./batchFilters.js";
import { hasPassed, runToText, shareOf } from "./runTo.js";

type FilteredStops = Omit<BatchStops, "runTo">;

const NOWHERE: FilteredStops = { batchStart: [], epochStart: [], nonFinite: [], metric: [] };
/** How often to ask where training is, while somebody waits, in ms. */
const ASK_EVERY_MS = 500;

/** At which batches the program is to stop: what the editor has switched on, and where it runs to at present. */
export class BatchControl {
  #filters = NOWHERE;
  #runTo: RunTo | null = null;
  /** Ends the notice that the program runs to somewhere; null: there is none. */
  #arrived: (() => void) | null = null;
  #cdp: CdpTransport | null = null;

  constructor(
    private readonly expressions: TypeScriptExpressions,
    private readonly progress: Progress,
  ) {}

  /** @returns what became of each filter, in the order filters, then options; null for one that is about exceptions. */
  async setFilters({
    filters,
    filterOptions = [],
  }: DebugProtocol.SetExceptionBreakpointsArguments): Promise<(DebugProtocol.Breakpoint | null)[]> {
    const wanted = [...filters.map((filterId) => ({ filterId })), ...filterOptions];
    const made = await Promise.all(wanted.map((option) => batchFilter(option, this.expressions)));
    const before = this.#filters;
    this.#filters = { ...NOWHERE };
    for (const filter of made) {
      if (filter !== null && "texts" in filter)
        this.#filters = { ...this.#filters, [filter.id]: [...this.#filters[filter.id], ...filter.texts] };
    }
    if (!isNowhere(before) || !isNowhere(this.#filters)) this.#tell();
    return made.map((filter) => {
      if (filter === null) return null;
      return "message" in filter ? { verified: false, message: filter.message } : { verified: true };
    });
  }

  /** A program is about to run, or runs already. @param runTo where to stop first. */
  begin(cdp: CdpTransport, runTo: RunTo | null): void {
    this.#cdp = cdp;
    this.#runTo = runTo;
    if (runTo !== null || !isNowhere(this.#filters)) this.#tell();
  }

  /** The program has gone, or goes on without a debugger: it need not look any more. */
  end(): void {
    const isArmed = this.#runTo !== null || !isNowhere(this.#filters);
    this.#runTo = null;
    if (isArmed) this.#tell(NOWHERE);
    this.#cdp = null;
    this.#arrived?.();
  }

  /**
   * The next stop is at some batch, unless there is another one before.
   *
   * @param resume lets the program run.
   * @throws when it cannot get there.
   */
  async runTo(runTo: RunTo, resume: () => Promise<void>): Promise<void> {
    const position = await this.#position();
    if (position === undefined) throw new Error(adapterErrors.noBatchControl());
    if (position !== null && hasPassed(runTo, position))
      throw new Error(adapterErrors.hasPassed(runToText(runTo), position.text));
    this.#arrived?.();
    this.#runTo = runTo;
    this.#tell();
    const arrived = new Promise<void>((resolve) => {
      this.#arrived = resolve;
    });
    void this.progress.during(
      { title: `Running to ${runToText(runTo)}`, cancel: () => this.#disarm() },
      async (update) => this.#tellPosition(runTo, update, arrived),
    );
    await resume();
  }

  /** The main thread has stopped. @param stop why, when it is at a batch. */
  stopped(stop: BatchStop | null): void {
    // Where a launch is to stop first still holds after a breakpoint on the way.
    if (this.#runTo === null || (this.#arrived === null && stop?.kind !== "runTo")) return;
    this.#disarm();
  }

  #disarm(): void {
    this.#runTo = null;
    this.#tell();
    this.#arrived?.();
  }

  async #tellPosition(
    runTo: RunTo,
    update: (message: string, percentage?: number) => void,
    arrived: Promise<void>,
  ): Promise<void> {
    let isOver = false;
    const ask = async (): Promise<void> => {
      const position = await this.#position().catch(() => null);
      if (position) update(position.text, shareOf(runTo, position));
      if (!isOver) timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    let timer = setTimeout(() => void ask(), ASK_EVERY_MS);
    await arrived;
    this.#arrived = null;
    isOver = true;
    clearTimeout(timer);
  }

  /** @returns null: no Trainer runs; undefined: there is no runtime that knows. */
  async #position(): Promise<BatchPosition | null | undefined> {
    const answer = await this.#cdp?.send("Runtime.evaluate", {
      expression: `${RUNTIME_API}?.position?.()`,
      silent: true,
      returnByValue: true,
    });
    return answer?.result.value as BatchPosition | null | undefined;
  }

  /** It lies there for a runtime that is loaded later, too. */
  #tell(filters = this.#filters): void {
    const stops: BatchStops = { ...filters, runTo: this.#runTo };
    const stored = `globalThis[Symbol.for("${BATCH_STOPS_SYMBOL}")]`;
    const expression = `${stored} = ${JSON.stringify(stops)}; ${RUNTIME_API}?.stopAtBatches?.(${stored})`;
    this.#cdp?.post("Runtime.evaluate", { expression, silent: true, returnByValue: true });
    // These stop between two steps, where of the user's code there is only who awaits the Trainer.
    if (this.#cdp !== null && filters.metric.length + filters.nonFinite.length > 0) rememberAwaits(this.#cdp);
  }
}

function isNowhere(filters: FilteredStops): boolean {
  return Object.values(filters).every(({ length }) => length === 0);
}
