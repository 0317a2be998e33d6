import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "./cdpTransport.js";
import type { Frames } from "./frames.js";
import type { Outlines } from "./outlines.js";
import type { Script, Scripts } from "./scripts.js";

/** More functions are not watched: setting so many breakpoints would take longer than anybody waits for a step. */
const MAX_FUNCTIONS = 400;

/** Breakpoints that serve the next stop only: they go with it, whatever it stopped for. */
export class OneStop {
  #breakpointIds: string[] = [];
  #stops = 0;

  constructor(
    private readonly cdp: CdpTransport,
    private readonly scripts: Scripts,
    private readonly outlines: Outlines,
    private readonly frames: Frames,
  ) {}

  /** True while some breakpoint waits for the program. */
  get isArmed(): boolean {
    return this.#breakpointIds.length > 0;
  }

  /** Stops at the first statement of a script, behind the functions that it may begin with. */
  async atStart(script: Script): Promise<void> {
    const outline = await this.outlines.of(script);
    const { locations } = await this.cdp.send("Debugger.getPossibleBreakpoints", {
      start: { scriptId: script.id, lineNumber: 0, columnNumber: 0 },
      end: { scriptId: script.id, lineNumber: script.endLine + 1, columnNumber: 0 },
    });
    const first = locations.find(({ lineNumber, columnNumber = 0 }) => {
      const at = outline?.offsetOf({ lineNumber, columnNumber }) ?? 0;
      return outline?.functions.every(({ start, end }) => at < start || at > end) ?? true;
    });
    if (first !== undefined) await this.#setAt([first]);
  }

  /** Stops at a place, also where the user has a breakpoint whose condition does not hold. */
  async at(location: Protocol.Debugger.Location): Promise<void> {
    await this.#setAt([location]);
    const { columnNumber = 0 } = location;
    // V8 takes one breakpoint a place, but goes by the place that was asked for, not by the one that it found.
    if (!this.isArmed && columnNumber > 0) await this.#setAt([{ ...location, columnNumber: columnNumber - 1 }]);
  }

  /**
   * Stops when a function of the user's is called, or one goes on that awaits what runs now. V8's own stepping and pausing are not enough:
   * it stops anywhere in Node's own code on the way, and compiled code that calls on and on never looks whether it should pause.
   *
   * @param event where V8 has paused, which tells who waits; undefined: the thread runs.
   * @param called false: only what goes on is wanted.
   */
  async atNextUserCode(event: Protocol.Debugger.PausedEvent | undefined, called: boolean): Promise<void> {
    const stops = this.#stops;
    const scripts = called ? this.scripts.all() : [];
    const places = await Promise.all(
      scripts
        .filter((script) => !this.frames.isForeign(script))
        .map(async (script) => {
          const outline = await this.outlines.of(script);
          return (outline?.functions ?? []).map(({ start }) => ({
            scriptId: script.id,
            ...(outline?.placeOf(start) ?? { lineNumber: 0 }),
          }));
        }),
    );
    const waiting = await this.#behindAwaits(event?.asyncStackTrace);
    await this.#setAt([...waiting, ...places.flat().slice(0, MAX_FUNCTIONS)], stops);
  }

  /** Stops where those go on who get the value that a generator gives: it is the top frame. */
  async behindYield(event: Protocol.Debugger.PausedEvent): Promise<void> {
    const [, caller] = event.callFrames;
    if (!this.frames.isUsers(caller)) return this.atNextUserCode(event, true);
    await this.#setAt(caller === undefined ? [] : await this.#behind(caller.location));
  }

  /** The program has stopped. */
  clear(): void {
    this.#stops++;
    this.#remove();
  }

  /** Where each of the user's functions that await goes on. */
  async #behindAwaits(awaiting: Protocol.Runtime.StackTrace | undefined): Promise<Protocol.Debugger.Location[]> {
    const frames: Protocol.Runtime.CallFrame[] = [];
    for (let trace = awaiting; trace !== undefined; trace = trace.parent)
      frames.push(...trace.callFrames.filter((frame) => this.frames.isUsers(frame)));
    const found = await Promise.all(frames.map((frame) => this.#behind(frame)));
    return found.flat();
  }

  async #behind({
    scriptId,
    lineNumber,
    columnNumber = 0,
  }: Protocol.Debugger.Location): Promise<Protocol.Debugger.Location[]> {
    const { locations } = await this.cdp
      .send("Debugger.getPossibleBreakpoints", {
        start: { scriptId, lineNumber, columnNumber: columnNumber + 1 },
        restrictToFunction: true,
      })
      .catch(() => ({ locations: [] }));
    // The rest of the statement, and the beginning of the next one: whichever comes first.
    return locations
      .slice(0, 3)
      .map((at) => ({ scriptId, lineNumber: at.lineNumber, columnNumber: at.columnNumber ?? 0 }));
  }

  /** @param stops how many there had been when somebody wanted these. */
  async #setAt(locations: readonly Protocol.Debugger.Location[], stops = this.#stops): Promise<void> {
    if (this.#stops !== stops) return;
    await Promise.all(
      locations.map(async ({ scriptId, lineNumber, columnNumber = 0 }) => {
        // The user's own breakpoint may be there already.
        const set = await this.cdp
          .send("Debugger.setBreakpoint", { location: { scriptId, lineNumber, columnNumber } })
          .catch(() => null);
        if (set !== null) this.#breakpointIds.push(set.breakpointId);
      }),
    );
    // The program may go on meanwhile, and have stopped at an earlier one.
    if (this.#stops !== stops) this.#remove();
  }

  #remove(): void {
    const ids = this.#breakpointIds;
    this.#breakpointIds = [];
    for (const breakpointId of ids) this.cdp.post("Debugger.removeBreakpoint", { breakpointId });
  }
}
