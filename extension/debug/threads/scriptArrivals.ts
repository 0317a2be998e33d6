import { LoadedSourceEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { BoundBreakpoints } from "../breakpoints/boundBreakpoints.js";
import type { ExceptionJudge } from "../exceptions/exceptionJudge.js";
import { fileKey, type Script, type Scripts } from "../scripts.js";
import type { AsyncStacks } from "./asyncStacks.js";
import type { Pauses } from "./pauses.js";
import type { ThreadContext } from "./threadContext.js";

/** What must be ready before a script of a thread runs. */
interface Parts {
  readonly scripts: Scripts;
  readonly bound: BoundBreakpoints;
  readonly judge: ExceptionJudge;
  readonly asyncStacks: AsyncStacks;
  readonly pauses: Pauses;
}

/** Scripts that a thread loads: their breakpoints are set before their first line runs. */
export class ScriptArrivals {
  readonly #prepared = new WeakMap<Script, Promise<void>>();

  constructor(
    private readonly parts: Parts,
    private readonly context: ThreadContext,
    private readonly show: (script: Script, file: string) => DebugProtocol.Source,
  ) {}

  /** V8 has read a script. */
  parsed(event: Protocol.Debugger.ScriptParsedEvent): void {
    const script = this.parts.scripts.add(event);
    if (script.file === null || this.context.userCode.isForeign(script.file)) return;
    this.context.send(new LoadedSourceEvent("new", this.show(script, script.file) as never));
    // Those with a map wait until their breakpoints are set, but V8 does not say so of those in CommonJS.
    void this.#prepare(script).catch(() => undefined);
  }

  /** V8 waits before it runs a script with a map. */
  async beforeRun(event: Protocol.Debugger.PausedEvent): Promise<void> {
    const { scripts, pauses } = this.parts;
    const script = scripts.get((event.data as { readonly scriptId: string } | undefined)?.scriptId ?? "");
    if (script === undefined || script.file === null) return;
    const { entry, userCode } = this.context;
    if (!userCode.isForeign(script.file)) await this.#prepare(script);
    if (entry !== null && fileKey(script.file) === fileKey(entry)) await pauses.atEntry(script);
  }

  #prepare(script: Script): Promise<void> {
    let prepared = this.#prepared.get(script);
    if (prepared === undefined) {
      prepared = this.#makeReady(script);
      this.#prepared.set(script, prepared);
    }
    return prepared;
  }

  async #makeReady(script: Script): Promise<void> {
    const { bound, judge, asyncStacks } = this.parts;
    await bound.bindScript(script);
    const { breakpoints } = this.context;
    const stops = breakpoints.files().length + breakpoints.functions.length > 0;
    await asyncStacks.rememberForAwaitsOf(script, { catches: judge.looksEverywhere, stops });
  }
}
