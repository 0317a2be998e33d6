import { ContinuedEvent, LoadedSourceEvent, StoppedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { BatchStop } from "../../../runtime/protocol/batchStops.js";
import { adapterErrors } from "../adapterErrors.js";
import { type BatchPause, batchStopAt, firstStatement } from "../batches/batchStopAt.js";
import { BoundBreakpoints } from "../breakpoints/boundBreakpoints.js";
import type { Breakpoint } from "../breakpoints/breakpoint.js";
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import { FunctionPlaces } from "../breakpoints/functionPlaces.js";
import { type CdpTransport, ProgramEnded } from "../cdpTransport.js";
import type { ExceptionFilters } from "../exceptions/exceptionFilters.js";
import { ExceptionJudge, type ExceptionStop } from "../exceptions/exceptionJudge.js";
import { LateCatches } from "../exceptions/lateCatches.js";
import { Frames } from "../frames.js";
import { OneStop } from "../oneStop.js";
import { Outlines } from "../outlines.js";
import type { ConsoleOutput } from "../output/consoleOutput.js";
import { batchReason, isException, stopTexts } from "../pausedEvent.js";
import { INSTALL_SUPPORT, RUNTIME_API } from "../program/debuggeeSupport.js";
import { fileKey, type Script, Scripts } from "../scripts.js";
import type { SourceReferences } from "../sourceReferences.js";
import type { UserCode } from "../userCode.js";
import { STOP_GROUP, Variables } from "../variables.js";
import { type StepCommand, Stepping } from "./stepping.js";

/** What a thread has in common with the others of its program, and with the editor. */
export interface ThreadContext {
  readonly userCode: UserCode;
  readonly breakpoints: Breakpoints;
  readonly exceptions: ExceptionFilters;
  readonly sources: SourceReferences<ProgramThread>;
  /** The program at whose first line to stop; null: at none. */
  readonly entry: string | null;
  /** True for a file that runs only after a transpiler has been at it. */
  readonly alwaysMapped: (file: string) => boolean;
  readonly isOnlyThread: () => boolean;
  readonly send: (event: DebugProtocol.Event) => void;
  /** A thread has stopped. @param stop why, when it is at a batch. */
  readonly stoppedAtBatch: (thread: ProgramThread, stop: BatchStop | null) => void;
  /** Takes what is said through `console`; null: it is read elsewhere. */
  readonly console: ConsoleOutput | null;
}

/** References and frames of a thread are counted from here on: a number tells its thread. */
export const NUMBERS_PER_THREAD = 2 ** 24;
/** How far back to remember who awaited. */
const ASYNC_DEPTH = 32;
/** Values that were shown live until the program goes on. */
export const SHOWN = STOP_GROUP;

/** A thread of the program: runs, or is paused and can be looked at. */
export class ProgramThread {
  readonly scripts = new Scripts();
  readonly outlines: Outlines;
  readonly frames: Frames;
  readonly variables: Variables;
  readonly bound: BoundBreakpoints;
  readonly judge: ExceptionJudge;
  readonly stepping: Stepping;
  readonly #oneStop: OneStop;
  readonly #lateCatches: LateCatches;
  #paused: Protocol.Debugger.PausedEvent | null = null;
  /** Where V8 has paused, whether or not the editor was told; null: the thread runs. */
  #last: Protocol.Debugger.PausedEvent | null = null;
  #exception: ExceptionStop | null = null;
  #batchStop: BatchStop | null = null;
  #stopNext: string | null = null;
  /** Breakpoints that were hit in guards, on the way to the statement behind them. */
  #guardHits: Breakpoint[] = [];
  #remembersAsync = false;

  /** @param slot which range of numbers is this thread's. */
  constructor(
    readonly id: number,
    readonly name: string,
    readonly slot: number,
    readonly cdp: CdpTransport,
    private readonly context: ThreadContext,
  ) {
    const { userCode, breakpoints, exceptions, alwaysMapped } = context;
    this.outlines = new Outlines(cdp);
    this.frames = new Frames(this.scripts, userCode, (script, file) => context.sources.of(this, script, file));
    this.variables = new Variables(() => cdp, slot * NUMBERS_PER_THREAD + 1);
    const functions = new FunctionPlaces(this.outlines);
    this.bound = new BoundBreakpoints(cdp, this.scripts, breakpoints, functions, userCode, alwaysMapped);
    this.judge = new ExceptionJudge(cdp, this.scripts, this.outlines, userCode, exceptions, () => this.#tellTired());
    this.stepping = new Stepping(cdp, this.frames, userCode, (event, called) => this.#atNextUserCode(event, called));
    this.#oneStop = new OneStop(cdp, this.outlines);
    this.#lateCatches = new LateCatches(this.outlines);
  }

  /** Begins to debug. The thread waits before its first line meanwhile, when it is a new one. */
  async begin(): Promise<void> {
    const { cdp } = this;
    cdp.on("Debugger.scriptParsed", (event) => this.#onScript(event));
    cdp.on("Debugger.paused", (event) => void this.#onPaused(event));
    cdp.on("Debugger.resumed", () => this.#onResumed());
    const { console } = this.context;
    if (console !== null) {
      cdp.on("Runtime.consoleAPICalled", (event) => console.receive(event));
      cdp.post("Runtime.enable");
    }
    cdp.post("Debugger.enable");
    cdp.post("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    } as never);
    cdp.post("Runtime.evaluate", { expression: INSTALL_SUPPORT, silent: true });
    await Promise.all([this.judge.apply(), this.bound.bindAll()]);
  }

  get isPaused(): boolean {
    return this.#paused !== null;
  }

  /** @throws when the thread runs. */
  get paused(): Protocol.Debugger.PausedEvent {
    if (this.#paused === null) throw new Error(adapterErrors.notPaused());
    return this.#paused;
  }

  /** Why the thread stopped at an exception; null: it did not. */
  get exception(): ExceptionStop | null {
    return this.#exception;
  }

  /** Why the thread stopped at a batch; null: it did not. While it runs: why it is about to. */
  get batchStop(): BatchStop | null {
    return this.#batchStop;
  }

  /** A frame of the stack; undefined: it is one of a function that awaits, or was there before the thread went on. */
  frame(frameId: number): Protocol.Debugger.CallFrame | undefined {
    return this.#paused?.callFrames[frameId % NUMBERS_PER_THREAD];
  }

  /** The text of a script, as it runs. */
  async source({ id }: Script): Promise<string> {
    return (await this.cdp.send("Debugger.getScriptSource", { scriptId: id })).scriptSource;
  }

  async continue(): Promise<void> {
    await this.#resume(() => this.cdp.send("Debugger.resume"));
  }

  async step(command: StepCommand): Promise<void> {
    const { callFrames } = this.paused;
    await this.#resume(() => this.stepping.step(command, callFrames));
  }

  /** Steps into one of the calls of the line, past those before it. */
  async stepInto(call: Protocol.Debugger.Location): Promise<void> {
    const { callFrames } = this.paused;
    await this.#resume(() => this.stepping.stepInto(call, callFrames));
  }

  async restartFrame(frame: Protocol.Debugger.CallFrame): Promise<void> {
    if (frame.canBeRestarted === false) throw new Error(adapterErrors.notRestartable(frame.functionName));
    const { paused, exception } = this;
    this.#stopNext = "restart";
    this.#leaveStop();
    try {
      await this.cdp.send("Debugger.restartFrame", { callFrameId: frame.callFrameId, mode: "StepInto" });
    } catch {
      [this.#stopNext, this.#paused, this.#exception] = [null, paused, exception];
      throw new Error(adapterErrors.notRestartable(frame.functionName));
    }
  }

  async pause(): Promise<void> {
    if (this.isPaused) return;
    this.#stopNext = "pause";
    await this.stepping.hideForeign(true);
    await this.#atNextUserCode(undefined, true);
    // It may have stopped by itself meanwhile: V8 would pause once more when it goes on.
    if (this.#stopNext === "pause") await this.cdp.send("Debugger.pause");
  }

  #onScript(event: Protocol.Debugger.ScriptParsedEvent): void {
    const script = this.scripts.add(event);
    if (script.file === null || this.context.userCode.isForeign(script.file)) return;
    const source = this.context.sources.of(this, script, script.file);
    this.context.send(new LoadedSourceEvent("new", source as never));
    // Those with a map wait until their breakpoints are set.
    if (!script.hasMap) void this.#prepare(script).catch(() => undefined);
  }

  async #onPaused(event: Protocol.Debugger.PausedEvent): Promise<void> {
    this.#last = event;
    try {
      await this.#decide(event);
    } catch (error) {
      // It runs again, or has ended, while it was looked at.
      if (error instanceof ProgramEnded || !this.#isStillAt(event)) return;
      // Whatever went wrong, the program must not stand without anybody knowing.
      await this.#stop(event, null).catch(() => undefined);
    }
  }

  /** True when V8 has not gone on since it paused. */
  #isStillAt(event: Protocol.Debugger.PausedEvent): boolean {
    return this.#last === event;
  }

  async #decide(event: Protocol.Debugger.PausedEvent): Promise<void> {
    const reason: string = event.reason;
    if (reason === "instrumentation") return this.#beforeScript(event);
    // `--inspect-brk`: the user's own first line comes later.
    if (reason === "Break on start") return this.cdp.post("Debugger.resume");
    if (await this.#passesGuard(event)) return;
    const exception = isException(event) ? await this.judge.judge(event) : null;
    if (isException(event) && exception === null) return this.stepping.passException();
    const batch = exception === null ? await batchStopAt(event, this.cdp) : null;
    if (batch !== null) return this.#atBatch(event, batch);
    const hit = this.#hits(event);
    if (exception === null && hit.length === 0 && (await this.#goesOn(event))) return;
    await this.#stop(event, exception);
  }

  /** In a guard, which nobody sees: the user is at the statement behind it. @returns true when the thread was sent on. */
  async #passesGuard(event: Protocol.Debugger.PausedEvent): Promise<boolean> {
    const { guards } = this.bound;
    const [top] = event.callFrames;
    const frame = event.callFrames.find(({ location }) => guards.at(location) !== undefined);
    if (top === undefined || frame === undefined) return false;
    if (isException(event)) {
      const thrower = guards.armedAt(frame.location);
      if (thrower !== undefined) await this.bound.giveToV8(thrower);
      await this.stepping.passException();
      return true;
    }
    if (frame === top) {
      const stopped = guards.stopped(top.location);
      this.#guardHits.push(...this.bound.hit(event.hitBreakpoints ?? []), ...(stopped === undefined ? [] : [stopped]));
    }
    const isWanted = this.#guardHits.length > 0 || this.stepping.isUnderWay || this.#stopNext !== null;
    // What a condition calls is no place to stop at.
    this.cdp.post(!isWanted ? "Debugger.resume" : frame === top ? "Debugger.stepOver" : "Debugger.stepOut");
    return true;
  }

  /** The editor's breakpoints at which the thread has paused. */
  #hits(event: Protocol.Debugger.PausedEvent): Breakpoint[] {
    return [...new Set([...this.#guardHits, ...this.bound.hit(event.hitBreakpoints ?? [])])];
  }

  /** The runtime has stopped for the debugger: the user wants to be in their own step, if it is about to be called. */
  async #atBatch(event: Protocol.Debugger.PausedEvent, { stop, step }: BatchPause): Promise<void> {
    this.#batchStop = stop;
    this.#stopNext = batchReason(stop);
    const script = this.scripts.get(step?.place.scriptId ?? "");
    const first =
      step === null || script === undefined || this.frames.isForeign(script)
        ? null
        : await firstStatement(step, this.outlines, this.cdp);
    if (first !== null) await this.#oneStop.at(first);
    if (first === null || !this.#oneStop.isArmed) return this.#stop(event, null);
    this.cdp.post("Debugger.resume");
  }

  /** True when this is no place to stop at, and the thread was sent on. */
  async #goesOn(event: Protocol.Debugger.PausedEvent): Promise<boolean> {
    const isUsers = this.frames.isUsers(event.callFrames[0]);
    if (this.#stopNext === "pause" && this.#oneStop.isArmed && !isUsers) {
      // Not where the user can read: on to their own code, which is further up, or will be called in a moment.
      const below = event.callFrames.some((frame) => this.frames.isUsers(frame));
      await this.cdp.send(below ? "Debugger.stepOut" : "Debugger.resume").catch(() => undefined);
      return true;
    }
    if (this.#stopNext !== null) return false;
    return this.stepping.goesOn(event);
  }

  async #stop(event: Protocol.Debugger.PausedEvent, exception: ExceptionStop | null): Promise<void> {
    this.#paused = event;
    this.#exception = exception;
    if (exception !== null) this.#batchStop = null;
    const asked = this.#stopNext;
    this.#stopNext = null;
    const usual = this.stepping.reason(event);
    this.stepping.end();
    this.#oneStop.clear();
    await this.stepping.hideForeign(false);
    this.cdp.post("Runtime.evaluate", { expression: `${RUNTIME_API}?.beginStop()`, silent: true, returnByValue: true });
    this.#rememberAsync();
    const hit = this.#hits(event);
    this.#guardHits = [];
    const isFunction = hit.length > 0 && hit.every(({ target }) => target.kind === "function");
    const reason = exception !== null ? "exception" : isFunction ? "function breakpoint" : "breakpoint";
    const stopped: DebugProtocol.StoppedEvent = new StoppedEvent(
      exception !== null || hit.length > 0 ? reason : (asked ?? usual),
      this.id,
    );
    Object.assign(stopped.body, {
      allThreadsStopped: this.context.isOnlyThread(),
      hitBreakpointIds: hit.map(({ id }) => id),
      ...stopTexts(event, exception, this.#batchStop),
    });
    this.context.stoppedAtBatch(this, this.#batchStop);
    this.context.send(stopped);
  }

  async #beforeScript(event: Protocol.Debugger.PausedEvent): Promise<void> {
    const data = event.data as { scriptId: string } | undefined;
    const script = this.scripts.get(data?.scriptId ?? "");
    if (script?.file != null) {
      const { entry, userCode } = this.context;
      if (!userCode.isForeign(script.file)) await this.#prepare(script);
      if (entry !== null && fileKey(script.file) === fileKey(entry)) {
        this.#stopNext = "entry";
        await this.#oneStop.atStart(script);
      }
      if (this.context.breakpoints.ofFile(script.file).length > 0) this.#rememberAsync();
    }
    await this.stepping.resumeAfterScript(event);
  }

  #atNextUserCode(event: Protocol.Debugger.PausedEvent | undefined, called: boolean): Promise<void> {
    const isUsers = (script: Script) => !this.frames.isForeign(script);
    const scripts = called ? this.scripts.all().filter(isUsers) : [];
    return this.#oneStop.atNextUserCode(scripts, event?.asyncStackTrace, (scriptId) => {
      const script = this.scripts.get(scriptId);
      return script !== undefined && isUsers(script);
    });
  }

  /** A script of the user's is about to run. */
  async #prepare(script: Script): Promise<void> {
    await this.bound.bindScript(script);
    if (this.#remembersAsync || !this.judge.looksEverywhere) return;
    if (await this.#lateCatches.mayHappenWith(script)) this.#rememberAsync();
  }

  async #resume(command: () => Promise<unknown>): Promise<void> {
    this.paused;
    this.#leaveStop();
    // A program that runs to its end may close the connection before it answers.
    await command().catch((error: unknown) => {
      if (!(error instanceof ProgramEnded)) throw error;
    });
  }

  #leaveStop(): void {
    this.cdp.post("Runtime.evaluate", { expression: `${RUNTIME_API}?.endStop()`, silent: true, returnByValue: true });
    this.#paused = null;
    this.#exception = null;
    this.#batchStop = null;
    this.variables.clear();
  }

  /** It was not the editor that sent it on. */
  #onResumed(): void {
    this.#last = null;
    if (this.#paused === null) return;
    this.#leaveStop();
    this.context.send(new ContinuedEvent(this.id, false));
  }

  /** Who awaits what is remembered from the first stop on: until then it would only make every `await` slower. */
  #rememberAsync(): void {
    if (this.#remembersAsync) return;
    this.#remembersAsync = true;
    this.cdp.post("Debugger.setAsyncCallStackDepth", { maxDepth: ASYNC_DEPTH });
  }

  #tellTired(): void {
    this.context.send({
      seq: 0,
      type: "event",
      event: "output",
      body: { category: "console", output: `${adapterErrors.manyExceptions()}\n` },
    } as DebugProtocol.OutputEvent);
  }
}
