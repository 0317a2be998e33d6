import type { DebugProtocol } from "@vscode/debugprotocol";
import type { RunTo } from "../../../runtime/protocol/batchStops.js";
import { GUARDS_SYMBOL } from "../../../runtime/protocol/guards.js";
import type { BatchControl } from "../batches/batchControl.js";
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import type { ExceptionFilters } from "../exceptions/exceptionFilters.js";
import { ConsoleOutput } from "../output/consoleOutput.js";
import type { FindPlace } from "../output/programOutput.js";
import type { SourceReferences } from "../sourceReferences.js";
import type { ProgramThread } from "../threads/programThread.js";
import { Threads } from "../threads/threads.js";
import type { Debuggee } from "./debuggee.js";

/** What the editor has set, and what is told to it. */
export interface SessionParts {
  readonly breakpoints: Breakpoints;
  readonly exceptions: ExceptionFilters;
  readonly batches: BatchControl;
  readonly sources: SourceReferences<ProgramThread>;
  readonly placeOf: FindPlace;
  readonly send: (event: DebugProtocol.Event) => void;
}

export interface StartOptions {
  readonly stopOnEntry: boolean;
  readonly noDebug: boolean;
  /** The step of whose first call to stop; null: none. */
  readonly stopOnStep: RunTo | null;
}

/** A program that runs, or is about to, and its threads. */
export class RunningProgram {
  /** Null: it is not debugged. */
  threads: Threads | null = null;

  constructor(
    readonly debuggee: Debuggee,
    private readonly parts: SessionParts,
    private readonly options: StartOptions,
  ) {}

  /** Begins to debug it, unless it is to run without stops. */
  async begin(): Promise<void> {
    if (this.options.noDebug) return;
    const { debuggee, parts } = this;
    const console = new ConsoleOutput(parts.placeOf, parts.send);
    // Requests that come meanwhile concern them already.
    this.threads = new Threads(debuggee.cdp, {
      userCode: debuggee.userCode,
      breakpoints: parts.breakpoints,
      exceptions: parts.exceptions,
      sources: parts.sources,
      entry: this.options.stopOnEntry ? debuggee.program : null,
      alwaysMapped: (file) => debuggee.alwaysMapped(file),
      send: parts.send,
      stoppedAtBatch: (thread, stop) => {
        if (thread === this.threads?.main) parts.batches.stopped(stop);
      },
      console: debuggee.isOutputRead ? null : console,
    });
    await this.threads.begin();
  }

  /** Lets it run, with all that the editor has set by now. */
  async start(): Promise<void> {
    const { debuggee, threads, parts } = this;
    if (threads !== null) {
      parts.batches.begin(debuggee.cdp, this.options.stopOnStep);
      await this.#tellGuards();
    }
    await debuggee.start();
  }

  /** It has gone, or goes on without a debugger. */
  forget(): void {
    this.threads?.dispose();
    this.threads = null;
    this.parts.batches.end();
  }

  /** Lets it go on without a debugger. */
  async detach(): Promise<void> {
    await Promise.all((this.threads?.all ?? []).map((thread) => thread.bound.guards.disarmAll()));
    this.forget();
    await this.debuggee.detach();
  }

  /** The loader compiles conditions into the files that it is about to load. */
  async #tellGuards(): Promise<void> {
    const guards = this.parts.breakpoints.wantedGuards();
    if (guards.length === 0) return;
    const expression = `globalThis[Symbol.for(${JSON.stringify(GUARDS_SYMBOL)})] = ${JSON.stringify(guards)}; undefined`;
    await this.debuggee.cdp.send("Runtime.evaluate", { expression, silent: true }).catch(() => undefined);
  }
}
