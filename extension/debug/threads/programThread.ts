import { ContinuedEvent, OutputEvent } from "@vscode/debugadapter";
import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import { BoundBreakpoints } from "../breakpoints/boundBreakpoints.js";
import { FunctionPlaces } from "../breakpoints/functionPlaces.js";
import { type CdpTransport, ProgramEnded } from "../cdpTransport.js";
import { ExceptionJudge } from "../exceptions/exceptionJudge.js";
import { Frames } from "../frames.js";
import { OneStop } from "../oneStop.js";
import { Outlines } from "../outlines.js";
import { INSTALL_SUPPORT, RUNTIME_API } from "../program/debuggeeSupport.js";
import { restartRefusal } from "../restartable.js";
import { type Script, Scripts } from "../scripts.js";
import { STOP_GROUP, Variables } from "../variables.js";
import { AsyncStacks } from "./asyncStacks.js";
import { Pauses } from "./pauses.js";
import { ScriptArrivals } from "./scriptArrivals.js";
import { type StepCommand, Stepping, type WantedCall } from "./stepping.js";
import { type Stop, stoppedEvent } from "./stop.js";
import type { ThreadContext } from "./threadContext.js";

/** References and frames of a thread are counted from here on: a number tells its thread. */
export const NUMBERS_PER_THREAD = 2 ** 24;
/** Values that were shown live until the program goes on. */
export const SHOWN = STOP_GROUP;

/** A thread of the program: runs, or has stopped and can be looked at. */
export class ProgramThread {
  readonly scripts = new Scripts();
  readonly outlines: Outlines;
  readonly frames: Frames;
  readonly variables: Variables;
  readonly bound: BoundBreakpoints;
  readonly judge: ExceptionJudge;
  readonly #stepping: Stepping;
  readonly #pauses: Pauses;
  readonly #asyncStacks: AsyncStacks;
  readonly #arrivals: ScriptArrivals;
  #stop: Stop | null = null;
  /** Where V8 has paused, whether or not the editor was told; null: the thread runs. */
  #last: Protocol.Debugger.PausedEvent | null = null;

  /** @param slot which range of numbers is this thread's. */
  constructor(
    readonly id: number,
    readonly name: string,
    readonly slot: number,
    readonly cdp: CdpTransport,
    private readonly context: ThreadContext,
  ) {
    const { scripts } = this;
    const { userCode, breakpoints, exceptions, alwaysMapped } = context;
    const outlines = new Outlines(cdp);
    this.outlines = outlines;
    const show = (script: Script, file: string | null) => context.sources.of(this, script, file);
    this.frames = new Frames(scripts, userCode, show);
    this.variables = new Variables(() => cdp, slot * NUMBERS_PER_THREAD + 1);
    const functions = new FunctionPlaces(outlines);
    this.bound = new BoundBreakpoints(cdp, scripts, breakpoints, functions, userCode, alwaysMapped);
    this.judge = new ExceptionJudge(cdp, scripts, outlines, userCode, exceptions, () => this.#tellTired());
    const oneStop = new OneStop(cdp, scripts, outlines, this.frames);
    this.#stepping = new Stepping(cdp, this.frames, outlines, userCode, oneStop);
    this.#asyncStacks = new AsyncStacks(cdp, outlines);
    const parts = { cdp, scripts, outlines, frames: this.frames, bound: this.bound, judge: this.judge };
    this.#pauses = new Pauses({ ...parts, stepping: this.#stepping, oneStop });
    this.#arrivals = new ScriptArrivals(
      { ...parts, asyncStacks: this.#asyncStacks, pauses: this.#pauses },
      context,
      show,
    );
  }

  /** Begins to debug. The thread waits before its first line meanwhile, when it is a new one. */
  async begin(): Promise<void> {
    const { cdp } = this;
    cdp.on("Debugger.scriptParsed", (event) => this.#arrivals.parsed(event));
    cdp.on("Debugger.paused", (event) => void this.#onPaused(event));
    cdp.on("Debugger.resumed", () => this.#onResumed());
    const { console } = this.context;
    if (console !== null) {
      cdp.on("Runtime.consoleAPICalled", (event) => console.receive(event));
      cdp.post("Runtime.enable");
    }
    const enabled = cdp.send("Debugger.enable").catch(() => undefined);
    cdp.post("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    } as never);
    cdp.post("Runtime.evaluate", { expression: INSTALL_SUPPORT, silent: true });
    // By then V8 has told of all scripts that a program which runs already has loaded.
    await Promise.all([this.judge.apply(), this.bound.bindAll(enabled)]);
  }

  get isPaused(): boolean {
    return this.#stop !== null;
  }

  /** Where the thread has stopped, and why. @throws when it runs. */
  get stop(): Stop {
    if (this.#stop === null) throw new Error(adapterErrors.notPaused());
    return this.#stop;
  }

  /** Where V8 has paused. @throws when the thread runs. */
  get paused(): Protocol.Debugger.PausedEvent {
    return this.stop.event;
  }

  /** A frame of the stack; undefined: it is one of a function that awaits, or was there before the thread went on. */
  frame(frameId: number): Protocol.Debugger.CallFrame | undefined {
    return this.#stop?.event.callFrames[frameId % NUMBERS_PER_THREAD];
  }

  /** The text of a script, as it runs. */
  async source({ id }: Script): Promise<string> {
    return (await this.cdp.send("Debugger.getScriptSource", { scriptId: id })).scriptSource;
  }

  async continue(): Promise<void> {
    await this.#resume(() => this.cdp.send("Debugger.resume"));
  }

  async step(command: StepCommand): Promise<void> {
    const { paused } = this;
    await this.#resume(() => this.#stepping.step(command, paused));
  }

  /** Steps into one of the calls of the line, past those before it. */
  async stepInto(call: WantedCall): Promise<void> {
    const { callFrames } = this.paused;
    await this.#resume(() => this.#stepping.stepInto(call, callFrames));
  }

  async restartFrame(frame: Protocol.Debugger.CallFrame): Promise<void> {
    const { stop } = this;
    const refusal = await restartRefusal(stop.event, frame, this.outlines);
    if (refusal !== null) throw new Error(refusal);
    this.#pauses.expect("restart");
    this.#leaveStop();
    try {
      await this.cdp.send("Debugger.restartFrame", { callFrameId: frame.callFrameId, mode: "StepInto" });
    } catch {
      this.#pauses.expect(null);
      this.#stop = stop;
      throw new Error(adapterErrors.notRestartable(frame.functionName));
    }
  }

  async pause(): Promise<void> {
    if (!this.isPaused) await this.#pauses.ask();
  }

  async #onPaused(event: Protocol.Debugger.PausedEvent): Promise<void> {
    this.#last = event;
    try {
      const reason: string = event.reason;
      if (reason === "instrumentation") {
        await this.#arrivals.beforeRun(event);
        return await this.#stepping.resumeAfterScript(event);
      }
      // `--inspect-brk`: the user's own first line comes later.
      if (reason === "Break on start") return this.cdp.post("Debugger.resume");
      const stop = await this.#pauses.decide(event);
      if (stop !== null) this.#enter(stop);
    } catch (error) {
      if (error instanceof ProgramEnded) return;
      // Whatever went wrong, the program must not stand without anybody knowing.
      await this.#pauses.stop(event).then(
        (stop) => this.#enter(stop),
        () => undefined,
      );
    }
  }

  #enter(stop: Stop): void {
    // It runs again, or has ended, while it was looked at.
    if (this.#last !== stop.event) return;
    this.#stop = stop;
    this.#tellRuntime("beginStop");
    this.#asyncStacks.remember();
    this.context.stoppedAtBatch(this, stop.batch);
    this.context.send(stoppedEvent(stop, this.id, this.context.isOnlyThread()));
  }

  async #resume(command: () => Promise<unknown>): Promise<void> {
    this.stop;
    this.#leaveStop();
    // A program that runs to its end may close the connection before it answers.
    await command().catch((error: unknown) => {
      if (!(error instanceof ProgramEnded)) throw error;
    });
  }

  #leaveStop(): void {
    this.#tellRuntime("endStop");
    this.#stop = null;
    this.variables.clear();
  }

  /** It was not the editor that sent it on. */
  #onResumed(): void {
    this.#last = null;
    if (this.#stop === null) return;
    this.#leaveStop();
    this.context.send(new ContinuedEvent(this.id, false));
  }

  #tellRuntime(method: "beginStop" | "endStop"): void {
    const expression = `${RUNTIME_API}?.${method}()`;
    this.cdp.post("Runtime.evaluate", { expression, silent: true, returnByValue: true });
  }

  #tellTired(): void {
    this.context.send(new OutputEvent(`${adapterErrors.manyExceptions()}\n`, "console"));
  }
}
