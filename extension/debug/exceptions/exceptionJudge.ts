import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";
import type { Outlines } from "../outlines.js";
import { SUPPORT } from "../program/debuggeeSupport.js";
import type { Scripts } from "../scripts.js";
import type { UserCode } from "../userCode.js";
import { type ExceptionFate, exceptionFate } from "./exceptionFate.js";
import type { ActiveFilter, ExceptionFilters } from "./exceptionFilters.js";
import { type ThrownValue, thrownValue, withThrown } from "./thrownValue.js";

/** For whom an exception stops the program. */
export interface ExceptionStop {
  readonly filter: ActiveFilter;
  readonly breakMode: "always" | "unhandled" | "userUnhandled";
  readonly thrown: ThrownValue;
}

/** So many exceptions that nobody wants to see, within `WINDOW_MS`, are too many to look at each. */
const MANY = 1000;
const WINDOW_MS = 10_000;

/** Decides at which of a thread's exceptions to stop. */
export class ExceptionJudge {
  #passed = 0;
  #since = 0;
  #isTired = false;
  /** What was thrown last, where it was no object, which is known again by itself. */
  #plain = "";

  constructor(
    private readonly cdp: CdpTransport,
    private readonly scripts: Scripts,
    private readonly outlines: Outlines,
    private readonly userCode: UserCode,
    private readonly filters: ExceptionFilters,
    private readonly tired: () => void,
  ) {}

  /** True when exceptions are looked at wherever they are thrown: the code of others must not be hidden from V8 then. */
  get looksEverywhere(): boolean {
    return this.filters.active.length > 0 && !this.#isTired;
  }

  /** Tells V8 at what to pause. */
  async apply(): Promise<void> {
    this.#isTired = false;
    await this.#setState();
  }

  /** @returns null: go on. */
  async judge(event: Protocol.Debugger.PausedEvent): Promise<ExceptionStop | null> {
    const found = await exceptionFate(event, this.scripts, this.outlines, (file) => this.userCode.isOthers(file));
    // Whoever looks at the code of others wants to see their exceptions too.
    const fate = this.userCode.isJustMine ? found : { ...found, reachesUser: true };
    // Of what never comes near the user's code V8 knows more.
    const { uncaught } = (event.data ?? {}) as { readonly uncaught?: boolean };
    const isUncaught = found.reachesUser ? found.isUncaught : uncaught === true;
    for (const filter of this.filters.active) {
      if (!isFor(filter, fate, isUncaught) || !(await this.#holds(filter, event))) continue;
      const isThrownByUser = this.#isUsers(event.callFrames[0]);
      // A framework that throws on what it has caught does not make it a second exception.
      if (!(await this.#isNew(event, isThrownByUser)) && !(filter.id === "all" && isThrownByUser)) continue;
      const breakMode = isUncaught ? "unhandled" : fate.leavesUser ? "userUnhandled" : "always";
      return { filter, breakMode, thrown: await thrownValue(this.cdp, event) };
    }
    await this.#pass();
    return null;
  }

  #isUsers(frame: Protocol.Debugger.CallFrame | undefined): boolean {
    const file = this.scripts.get(frame?.location.scriptId ?? "")?.file ?? null;
    return file !== null && !this.userCode.isForeign(file);
  }

  async #holds({ condition }: ActiveFilter, event: Protocol.Debugger.PausedEvent): Promise<boolean> {
    const [frame] = event.callFrames;
    if (condition === null || frame === undefined) return true;
    await withThrown(this.cdp, event, `function (error) { ${SUPPORT}.error = error; }`);
    const { result, exceptionDetails } = await this.cdp.send("Debugger.evaluateOnCallFrame", {
      callFrameId: frame.callFrameId,
      expression: `((error) => Boolean(${condition}))(${SUPPORT}.error)`,
      silent: true,
      returnByValue: true,
    });
    return exceptionDetails === undefined && result.value === true;
  }

  /** False for what a framework throws again. */
  async #isNew(event: Protocol.Debugger.PausedEvent, isThrownByUser: boolean): Promise<boolean> {
    const { objectId, type, description, value } = (event.data ?? {}) as Partial<Protocol.Runtime.RemoteObject>;
    if (objectId !== undefined && type !== "symbol")
      return (await withThrown(this.cdp, event, `function (error) { return ${SUPPORT}.isNew(error); }`)) !== false;
    const before = this.#plain;
    this.#plain = `${type} ${description ?? value}`;
    return isThrownByUser || this.#plain !== before;
  }

  /** A program that throws and catches all the time would be slowed down: it is left to V8 then, which sees less. */
  async #pass(): Promise<void> {
    const now = performance.now();
    if (now - this.#since > WINDOW_MS) [this.#passed, this.#since] = [0, now];
    this.#passed++;
    if (this.#passed < MANY || this.filters.active.some(({ id }) => id === "all")) return;
    this.#isTired = true;
    this.tired();
    await this.#setState();
  }

  async #setState(): Promise<void> {
    const state = this.filters.active.length === 0 ? "none" : this.#isTired ? "uncaught" : "all";
    await this.cdp.send("Debugger.setPauseOnExceptions", { state }).catch(() => undefined);
  }
}

function isFor({ id }: ActiveFilter, fate: ExceptionFate, isUncaught: boolean): boolean {
  if (id === "all") return fate.reachesUser;
  return id === "uncaught" ? isUncaught : fate.leavesUser;
}
