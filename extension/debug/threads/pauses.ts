import type { Protocol } from "devtools-protocol";
import type { BatchStop } from "../../../runtime/protocol/batchStops.js";
import { batchStopAt, type CalledStep, firstStatement } from "../batches/batchStopAt.js";
import type { BoundBreakpoints } from "../breakpoints/boundBreakpoints.js";
import type { Breakpoint } from "../breakpoints/breakpoint.js";
import type { CdpTransport } from "../cdpTransport.js";
import type { ExceptionJudge, ExceptionStop } from "../exceptions/exceptionJudge.js";
import type { Frames } from "../frames.js";
import { STOP_IDLE } from "../idle.js";
import type { OneStop } from "../oneStop.js";
import type { Outlines } from "../outlines.js";
import { batchReason, isException } from "../pausedEvent.js";
import type { Script, Scripts } from "../scripts.js";
import type { Stepping } from "./stepping.js";
import type { Stop } from "./stop.js";

type PausedEvent = Protocol.Debugger.PausedEvent;

/** A thread in which none of the user's code has run for so long since it was asked to stop is stopped where it waits, in ms. */
const IDLE_MS = 300;

/** What the next stop is, unless a breakpoint or an exception comes before: what somebody has asked for, or a batch. */
interface Expected {
  readonly reason: string;
  readonly batch: BatchStop | null;
}

/** The parts of a thread that have a say in whether it stops. */
interface Parts {
  readonly cdp: CdpTransport;
  readonly scripts: Scripts;
  readonly outlines: Outlines;
  readonly frames: Frames;
  readonly bound: BoundBreakpoints;
  readonly judge: ExceptionJudge;
  readonly stepping: Stepping;
  readonly oneStop: OneStop;
}

/** Says of each of V8's pauses whether it is a stop for the user. From one that is not the thread is sent on. */
export class Pauses {
  #expected: Expected | null = null;
  /** Breakpoints that were hit in guards, on the way to the statement behind them. */
  #guardHits: Breakpoint[] = [];

  constructor(private readonly parts: Parts) {}

  /** The thread is about to be where somebody wants it. @param reason as the protocol has it; null: it will not come to that. */
  expect(reason: "restart" | null): void {
    this.#expected = reason === null ? null : { reason, batch: null };
  }

  /** Stops at the first statement of a script. */
  async atEntry(script: Script): Promise<void> {
    this.#expected = { reason: "entry", batch: null };
    await this.parts.oneStop.atStart(script);
  }

  /** Stops a thread that runs, in the user's code. */
  async ask(): Promise<void> {
    const { cdp, stepping, oneStop } = this.parts;
    const asked = { reason: "pause", batch: null };
    this.#expected = asked;
    await stepping.hideForeign(true);
    await oneStop.atNextUserCode(undefined, true);
    // It may have stopped by itself meanwhile: V8 would pause once more when it goes on.
    if (this.#expected !== asked) return stepping.hideForeign(false);
    await cdp.send("Debugger.pause");
    const timer = setInterval(() => {
      if (this.#expected === asked && !cdp.isClosed) cdp.post("Runtime.evaluate", STOP_IDLE);
      else clearInterval(timer);
    }, IDLE_MS).unref();
  }

  /** @returns null: the thread was sent on. */
  async decide(event: PausedEvent): Promise<Stop | null> {
    const { cdp, judge, stepping } = this.parts;
    if (await this.#passesGuard(event)) return null;
    const exception = isException(event) ? await judge.judge(event) : null;
    if (exception !== null) return this.stop(event, exception);
    if (isException(event)) {
      await stepping.passException();
      return null;
    }
    const pause = await batchStopAt(event, cdp);
    if (pause !== null) {
      this.#expected = { reason: batchReason(pause.stop), batch: pause.stop };
      return (await this.#goesToStep(pause.step)) ? null : this.stop(event);
    }
    if (this.#hits(event).length === 0 && (await this.#goesOn(event))) return null;
    return this.stop(event);
  }

  /** The thread stops here: whatever was expected or under way is over. */
  async stop(event: PausedEvent, exception: ExceptionStop | null = null): Promise<Stop> {
    const { stepping, oneStop } = this.parts;
    // Somebody may ask the thread to stop until the editor is told that it has.
    await stepping.hideForeign(false);
    const [expected, hits] = [this.#expected, this.#hits(event)];
    const reason = expected?.reason ?? stepping.reason(event);
    [this.#expected, this.#guardHits] = [null, []];
    stepping.end();
    oneStop.clear();
    return { event, exception, batch: exception === null ? (expected?.batch ?? null) : null, hits, reason };
  }

  /** In a guard, which nobody sees: the user is at the statement behind it. @returns true when the thread was sent on. */
  async #passesGuard(event: PausedEvent): Promise<boolean> {
    const { cdp, bound, stepping } = this.parts;
    const [top] = event.callFrames;
    const frame = event.callFrames.find(({ location }) => bound.guards.at(location) !== undefined);
    if (top === undefined || frame === undefined) return false;
    if (isException(event)) {
      const thrower = bound.guards.armedAt(frame.location);
      if (thrower !== undefined) await bound.giveToV8(thrower);
      await stepping.passException();
      return true;
    }
    if (frame === top) {
      const stopped = bound.guards.stopped(top.location);
      this.#guardHits.push(...bound.hit(event.hitBreakpoints ?? []), ...(stopped === undefined ? [] : [stopped]));
    }
    const isWanted = this.#guardHits.length > 0 || stepping.isUnderWay || this.#expected !== null;
    // What a condition calls is no place to stop at.
    cdp.post(!isWanted ? "Debugger.resume" : frame === top ? "Debugger.stepOver" : "Debugger.stepOut");
    return true;
  }

  /** The editor's breakpoints at which the thread has paused. */
  #hits(event: PausedEvent): Breakpoint[] {
    return [...new Set([...this.#guardHits, ...this.parts.bound.hit(event.hitBreakpoints ?? [])])];
  }

  /** The runtime has stopped for the debugger: the user wants to be in their own step, if it is about to be called. */
  async #goesToStep(step: CalledStep | null): Promise<boolean> {
    const { cdp, scripts, outlines, frames, oneStop } = this.parts;
    const script = scripts.get(step?.place.scriptId ?? "");
    if (step === null || script === undefined || frames.isForeign(script)) return false;
    const first = await firstStatement(step, outlines, cdp);
    if (first !== null) await oneStop.at(first);
    if (first === null || !oneStop.isArmed) return false;
    cdp.post("Debugger.resume");
    return true;
  }

  /** True when this is no place to stop at, and the thread was sent on. */
  async #goesOn(event: PausedEvent): Promise<boolean> {
    const { cdp, frames, stepping } = this.parts;
    if (this.#expected === null) return stepping.goesOn(event);
    const [top] = event.callFrames;
    if (this.#expected.reason !== "pause" || frames.isUsers(top)) return false;
    // Not where the user can read: on to their own code, which is further up, or will be called in a moment.
    const isBelow = event.callFrames.some((frame) => frames.isUsers(frame));
    if (!isBelow && frames.isIdle(top)) return false;
    await cdp.send(isBelow ? "Debugger.stepOut" : "Debugger.resume").catch(() => undefined);
    return true;
  }
}
