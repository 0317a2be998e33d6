import type { CdpTransport } from "./cdpTransport.js";
import { type Script, toGenerated } from "./scripts.js";

/** Breakpoints that serve the next stop only: they go with it, whatever it stopped for. */
export class OneStop {
  #breakpointIds: string[] = [];
  #stops = 0;

  constructor(private readonly cdp: () => CdpTransport) {}

  /** True while some breakpoint waits for the program. */
  get isArmed(): boolean {
    return this.#breakpointIds.length > 0;
  }

  /** Stops at the first statement of a script. */
  async atStart(script: Script): Promise<void> {
    const place = toGenerated(script, 1, undefined);
    if (place === null) return;
    const { breakpointId } = await this.cdp().send("Debugger.setBreakpoint", {
      location: { scriptId: script.id, ...place },
    });
    this.#breakpointIds.push(breakpointId);
  }

  /**
   * Stops when one of some functions is called. V8's own pause is not enough: compiled code that calls on and on in functions that are
   * stepped over never looks whether it should pause.
   *
   * @param functions an expression that gives an array of them.
   */
  async atNextCall(functions: string): Promise<void> {
    const cdp = this.cdp();
    const { result } = await cdp.send("Runtime.evaluate", { expression: functions, silent: true });
    if (result.objectId === undefined) return;
    const { result: entries } = await cdp.send("Runtime.getProperties", {
      objectId: result.objectId,
      ownProperties: true,
    });
    const stops = this.#stops;
    for (const { value } of entries) {
      if (value?.type !== "function" || value.objectId === undefined) continue;
      const request = { objectId: value.objectId };
      const { breakpointId } = await cdp.send("Debugger.setBreakpointOnFunctionCall", request);
      this.#breakpointIds.push(breakpointId);
      // The program goes on meanwhile and may have stopped at an earlier one.
      if (this.#stops !== stops) return this.#remove();
    }
  }

  /** The program has stopped. */
  clear(): Promise<void> {
    this.#stops++;
    return this.#remove();
  }

  async #remove(): Promise<void> {
    const ids = this.#breakpointIds;
    this.#breakpointIds = [];
    for (const breakpointId of ids) {
      // It may be gone with the program.
      await this.cdp()
        .send("Debugger.removeBreakpoint", { breakpointId })
        .catch(() => undefined);
    }
  }
}
