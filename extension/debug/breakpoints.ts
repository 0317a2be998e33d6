import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { breakpointCondition } from "./breakpointCondition.js";
import type { CdpTransport } from "./cdpTransport.js";
import { type Script, type Scripts, toGenerated, toSource } from "./scripts.js";

/** A breakpoint of the editor, and what V8 has of it. */
interface Breakpoint {
  readonly id: number;
  readonly file: string;
  readonly wanted: DebugProtocol.SourceBreakpoint;
  readonly v8Ids: Set<string>;
  line: number;
  verified: boolean;
}

/** The breakpoints in source files. They are set in a script when it is loaded, before its first line runs. */
export class Breakpoints {
  #nextId = 1;
  readonly #byFile = new Map<string, Breakpoint[]>();

  constructor(
    private readonly scripts: Scripts,
    private readonly changed: (breakpoint: DebugProtocol.Breakpoint) => void,
  ) {}

  /** Replaces the breakpoints of a file; those in loaded scripts are set at once. */
  async replace(
    cdp: CdpTransport | null,
    file: string,
    wanted: readonly DebugProtocol.SourceBreakpoint[],
  ): Promise<DebugProtocol.Breakpoint[]> {
    for (const old of this.#byFile.get(file) ?? []) {
      for (const breakpointId of old.v8Ids)
        await cdp?.send("Debugger.removeBreakpoint", { breakpointId }).catch(() => undefined);
    }
    const breakpoints = wanted.map(
      (breakpoint): Breakpoint => ({
        id: this.#nextId++,
        file,
        wanted: breakpoint,
        v8Ids: new Set(),
        line: breakpoint.line,
        verified: false,
      }),
    );
    this.#byFile.set(file, breakpoints);
    if (cdp !== null)
      for (const script of this.scripts.ofFile(file))
        for (const breakpoint of breakpoints) await this.#bind(cdp, script, breakpoint);
    return breakpoints.map(toDap);
  }

  /** Sets the breakpoints of a script that is about to run. */
  async bindScript(cdp: CdpTransport, script: Script): Promise<void> {
    for (const breakpoint of this.#byFile.get(script.file ?? "") ?? []) {
      await this.#bind(cdp, script, breakpoint);
      this.changed(toDap(breakpoint));
    }
  }

  /** The editor's numbers of the breakpoints that V8 has hit. */
  hit(v8Ids: readonly string[]): number[] {
    return [...this.#byFile.values()]
      .flat()
      .flatMap((breakpoint) => (v8Ids.some((id) => breakpoint.v8Ids.has(id)) ? [breakpoint.id] : []));
  }

  async #bind(cdp: CdpTransport, script: Script, breakpoint: Breakpoint): Promise<void> {
    const place = toGenerated(script, breakpoint.wanted.line, breakpoint.wanted.column);
    if (place === null) return;
    const condition = breakpointCondition(breakpoint.id, breakpoint.wanted);
    const request: Protocol.Debugger.SetBreakpointRequest = {
      location: { scriptId: script.id, ...place },
      ...(condition === undefined ? {} : { condition }),
    };
    try {
      const { breakpointId, actualLocation } = await cdp.send("Debugger.setBreakpoint", request);
      breakpoint.v8Ids.add(breakpointId);
      const at = toSource(script, {
        lineNumber: actualLocation.lineNumber,
        columnNumber: actualLocation.columnNumber ?? 0,
      });
      breakpoint.verified = true;
      breakpoint.line = at?.line ?? breakpoint.line;
    } catch {
      // Another breakpoint is at this very place: the other one stops for both.
      breakpoint.verified = true;
    }
  }
}

function toDap({ id, verified, line }: Breakpoint): DebugProtocol.Breakpoint {
  return { id, verified, line };
}
