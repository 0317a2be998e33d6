import type { Protocol } from "devtools-protocol";
import type { PlacedGuard } from "../../../runtime/protocol/guards.js";
import type { CdpTransport } from "../cdpTransport.js";
import { GUARD_SLOTS } from "../program/debuggeeSupport.js";
import type { Script } from "../scripts.js";
import type { Breakpoint } from "./breakpoint.js";

type Location = Protocol.Debugger.Location;

/** The guards in the scripts of one thread. They are off until they are armed. */
export class Guards {
  readonly #byScript = new Map<string, readonly PlacedGuard[]>();
  readonly #armed = new Map<number, Breakpoint>();
  /** Those whose breakpoints V8 has taken over. */
  readonly #given = new Set<Breakpoint>();

  constructor(private readonly cdp: CdpTransport) {}

  /** A script is about to run. */
  learn({ id, map }: Script): void {
    if (map !== null && map.guards.length > 0) this.#byScript.set(id, map.guards);
  }

  /** Lets the guard of a breakpoint decide in a script. @returns where the program stops for it; null: it has none there. */
  async arm(script: Script, breakpoint: Breakpoint): Promise<Location | null> {
    const placed = this.#byScript.get(script.id)?.find(({ id }) => id === breakpoint.id);
    if (placed === undefined || breakpoint.guard === null || this.#given.has(breakpoint)) return null;
    this.#armed.set(breakpoint.id, breakpoint);
    await this.#evaluate(`${GUARD_SLOTS}[${breakpoint.id}] ||= 1`);
    // Not where V8 would stop in the statement: functions for which it was asked that are compiled no more, and run ten times slower.
    return { scriptId: script.id, lineNumber: placed.line, columnNumber: placed.column + placed.length };
  }

  /** Switches the guard of a breakpoint off, in all scripts. @param forGood V8 decides from now on. */
  async disarm(breakpoint: Breakpoint, forGood = false): Promise<void> {
    if (forGood) this.#given.add(breakpoint);
    if (this.#armed.delete(breakpoint.id)) await this.#evaluate(`${GUARD_SLOTS}[${breakpoint.id}] = 0`);
  }

  /** Nobody debugs any more. */
  async disarmAll(): Promise<void> {
    if (this.#armed.size > 0) await this.#evaluate(`${GUARD_SLOTS}.fill(0); undefined`);
    this.#armed.clear();
  }

  /** The guard in which a place lies. */
  at({ scriptId, lineNumber, columnNumber = 0 }: Location): PlacedGuard | undefined {
    return this.#byScript
      .get(scriptId)
      ?.find(
        ({ line, column, length }) => line === lineNumber && columnNumber >= column && columnNumber < column + length,
      );
  }

  /** The breakpoint whose guard has stopped the program right at a place; undefined: the place is before that, or there is no such guard. */
  stopped(location: Location): Breakpoint | undefined {
    const guard = this.at(location);
    const breakpoint = this.#armed.get(guard?.id ?? -1);
    const stopsAt = breakpoint?.guard?.stopsAt ?? null;
    return guard !== undefined && stopsAt !== null && (location.columnNumber ?? 0) - guard.column === stopsAt
      ? breakpoint
      : undefined;
  }

  /** The armed breakpoint in whose guard a place lies. */
  armedAt(location: Location): Breakpoint | undefined {
    return this.#armed.get(this.at(location)?.id ?? -1);
  }

  async #evaluate(expression: string): Promise<void> {
    await this.cdp.send("Runtime.evaluate", { expression, silent: true, returnByValue: true }).catch(() => undefined);
  }
}
