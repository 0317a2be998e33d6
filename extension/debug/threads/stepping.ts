import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";
import type { Frames } from "../frames.js";
import type { OneStop } from "../oneStop.js";
import type { Outlines } from "../outlines.js";
import type { UserCode } from "../userCode.js";

export type StepCommand = "stepOver" | "stepInto" | "stepOut";

/** A call that a step is to go into. */
export interface WantedCall {
  readonly location: Protocol.Debugger.Location;
  /** The last line of the statement that it is in. */
  readonly endLine: number;
}

/** A step that is under way. */
interface Step {
  readonly command: StepCommand;
  /** How many frames there were where it began. */
  readonly depth: number;
  /** In which line of its script it began. */
  readonly line: number;
  /** The call to step into; null: the first one. */
  readonly call: WantedCall | null;
  /** The generator that gives a value in the statement where it began, to whoever goes on then; null: there is none. */
  readonly yielding: Protocol.Debugger.Location | null;
  /** An exception has been passed: V8 has forgotten the step at it. */
  passedException: boolean;
  /** How often it came out where it does not end. */
  detours: number;
}

/** After so many stops where it does not end, a step ends wherever it is. */
const MAX_DETOURS = 100;

/**
 * Steps that end in the user's own code. The code of others is hidden from V8 only while a step leads through it: V8 does not tell of an
 * exception that is thrown in hidden code, and most of the user's mistakes are found out there.
 */
export class Stepping {
  #step: Step | null = null;
  #isHidden = false;

  constructor(
    private readonly cdp: CdpTransport,
    private readonly frames: Frames,
    private readonly outlines: Outlines,
    private readonly userCode: UserCode,
    private readonly oneStop: OneStop,
  ) {}

  /** True until the thread has stopped. */
  get isUnderWay(): boolean {
    return this.#step !== null;
  }

  /** Hides the code of others from V8, or shows it again. */
  async hideForeign(hidden: boolean): Promise<void> {
    if (hidden === this.#isHidden) return;
    this.#isHidden = hidden;
    const patterns = hidden ? [...this.userCode.foreignPatterns] : [];
    await this.cdp.send("Debugger.setBlackboxPatterns", { patterns });
  }

  async step(command: StepCommand, event: Protocol.Debugger.PausedEvent): Promise<void> {
    const [top] = event.callFrames;
    const yielding = command !== "stepOut" && top !== undefined && (await this.#yields(top));
    this.#begin(command, event.callFrames, null, yielding ? (top.functionLocation ?? null) : null);
    // V8 would go on in the generator itself, when somebody asks it for more.
    if (yielding) await this.oneStop.behindYield(event);
    // Only from the user's own frame does V8 go into hidden code and stop at a callback in it as well as behind it.
    if (command === "stepInto") await this.hideForeign(true);
    await this.#send(command);
  }

  /** Steps into one of the calls of the statement, past those that come before it. */
  async stepInto(call: WantedCall, callFrames: readonly Protocol.Debugger.CallFrame[]): Promise<void> {
    this.#begin("stepInto", callFrames, call, null);
    await this.#send("stepInto");
  }

  /** True when the step does not end here, and was sent on. */
  async goesOn(event: Protocol.Debugger.PausedEvent): Promise<boolean> {
    const step = this.#step;
    const [top] = event.callFrames;
    const isUsers = this.frames.isUsers(top);
    if (step === null) {
      // `debugger;` in a package is none of the user's.
      if (isUsers || event.reason === "OOM") return false;
      this.cdp.post("Debugger.resume");
      return true;
    }
    if (step.call !== null && isUnderWay(event, step, step.call) && !isCalledAt(event, step)) {
      // In another call, which is gone through, or back from one.
      return this.#detour(step, event.callFrames.length > step.depth ? "stepOut" : "stepInto");
    }
    if (step.passedException && step.command !== "stepInto" && event.callFrames.length > step.depth)
      return this.#detour(step, "stepOut");
    if (step.yielding !== null && isCalledBy(event, step, step.yielding)) {
      this.cdp.post("Debugger.resume");
      return true;
    }
    if (isUsers && top !== undefined && this.frames.isUnmapped(top)) return this.#detour(step, step.command);
    if (isUsers) return false;
    if (event.callFrames.some((frame) => this.frames.isUsers(frame))) {
      await this.hideForeign(true);
      return this.#detour(step, "stepOut");
    }
    // The framework goes on to whatever it calls next.
    await this.hideForeign(false);
    await this.oneStop.atNextUserCode(event, true);
    this.cdp.post("Debugger.resume");
    return true;
  }

  /** An exception that nobody wants to see: on with what was under way. */
  async passException(): Promise<void> {
    if (this.#step === null) return this.cdp.post("Debugger.resume");
    this.#step.passedException = true;
    await this.#send(this.#step.command === "stepOut" ? "stepOut" : "stepOver");
  }

  /** A script was loaded in the middle of whatever was under way: a step over an import ends behind it. */
  async resumeAfterScript(event: Protocol.Debugger.PausedEvent): Promise<void> {
    if (this.#step !== null) await this.oneStop.atNextUserCode(event, this.#step.command === "stepInto");
    this.cdp.post("Debugger.resume");
  }

  /** Why it has stopped, when nothing better is known: at the end of a step, or at a `debugger` statement. */
  reason(event: Protocol.Debugger.PausedEvent): string {
    if (event.reason === "OOM") return "out of memory";
    return this.#step === null ? "pause" : "step";
  }

  /** The thread has stopped. */
  end(): void {
    this.#step = null;
  }

  async #detour(step: Step, command: StepCommand): Promise<boolean> {
    if (++step.detours > MAX_DETOURS) {
      this.#step = null;
      await this.hideForeign(false);
      this.cdp.post("Debugger.resume");
      return true;
    }
    await this.#send(command);
    return true;
  }

  #begin(
    command: StepCommand,
    callFrames: readonly Protocol.Debugger.CallFrame[],
    call: WantedCall | null,
    yielding: Protocol.Debugger.Location | null,
  ): void {
    const line = callFrames[0]?.location.lineNumber ?? 0;
    this.#step = { command, depth: callFrames.length, line, call, yielding, passedException: false, detours: 0 };
  }

  async #yields({ location }: Protocol.Debugger.CallFrame): Promise<boolean> {
    const outline = await this.outlines.of({ id: location.scriptId });
    return outline?.statementAt(location).some(({ kind, text }) => kind === "name" && text === "yield") ?? false;
  }

  async #send(command: StepCommand): Promise<void> {
    await this.cdp.send(`Debugger.${command}`);
  }
}

/** True while the statement that a step began at is not done: it is in a call of it, or between two. */
function isUnderWay(
  { callFrames }: Protocol.Debugger.PausedEvent,
  { depth, line }: Step,
  { location, endLine }: WantedCall,
): boolean {
  const began = callFrames[callFrames.length - depth]?.location;
  if (began === undefined || began.scriptId !== location.scriptId) return false;
  return began.lineNumber >= Math.min(line, location.lineNumber) && began.lineNumber <= Math.max(line, endLine);
}

/** True below a function that has not left the statement where a step began. */
function isCalledBy(
  { callFrames }: Protocol.Debugger.PausedEvent,
  { depth }: Step,
  { scriptId, lineNumber, columnNumber }: Protocol.Debugger.Location,
): boolean {
  const began = callFrames.length > depth ? callFrames[callFrames.length - depth]?.functionLocation : undefined;
  return began?.scriptId === scriptId && began.lineNumber === lineNumber && began.columnNumber === columnNumber;
}

/** True in the function that the wanted call calls. */
function isCalledAt({ callFrames }: Protocol.Debugger.PausedEvent, { depth, call }: Step): boolean {
  const caller = callFrames.length > depth ? callFrames[callFrames.length - depth] : undefined;
  return (
    caller?.location.lineNumber === call?.location.lineNumber &&
    (caller?.location.columnNumber ?? 0) === (call?.location.columnNumber ?? 0)
  );
}
