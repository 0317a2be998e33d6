import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";
import {
  fileKey,
  type GeneratedPlace,
  isMadeFrom,
  type Script,
  type Scripts,
  toGenerated,
  toSource,
} from "../scripts.js";
import type { UserCode } from "../userCode.js";
import type { Breakpoint } from "./breakpoint.js";
import type { Breakpoints } from "./breakpoints.js";
import type { FunctionPlaces } from "./functionPlaces.js";
import { Guards } from "./guards.js";
import { UrlBreakpoints } from "./urlBreakpoints.js";

/** A place in a script where V8 has a breakpoint, for one or more of the editor's. */
interface Place {
  readonly scriptId: string;
  readonly at: GeneratedPlace;
  readonly breakpoints: Breakpoint[];
  v8Id: string | null;
}

/** The breakpoints of one thread: they are set in a script when it is loaded, before its first line runs. */
export class BoundBreakpoints {
  readonly guards: Guards;
  readonly #places = new Map<string, Place>();
  readonly #byUrl: UrlBreakpoints;
  /** What is under way: two changes at a time would set the same breakpoint twice. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly cdp: CdpTransport,
    private readonly scripts: Scripts,
    private readonly wanted: Breakpoints,
    private readonly functions: FunctionPlaces,
    private readonly userCode: UserCode,
    alwaysMapped: (file: string) => boolean,
  ) {
    this.guards = new Guards(cdp);
    this.#byUrl = new UrlBreakpoints(cdp, alwaysMapped, (breakpoint, location) => {
      // Its lines are not those of the source: it is about to be replaced.
      if (scripts.get(location.scriptId)?.hasMap !== true) this.#resolved(breakpoint, location);
    });
  }

  /**
   * Sets everything that the editor has, in what is loaded and what will be.
   *
   * @param known when all that is loaded is known. Nothing is set before.
   */
  bindAll(known: Promise<unknown>): Promise<void> {
    this.#work = known;
    return this.change(
      [...this.wanted.files().flatMap((file) => this.wanted.ofFile(file)), ...this.wanted.functions],
      [],
    );
  }

  /** Some breakpoints have come, and some have gone. */
  change(added: readonly Breakpoint[], removed: readonly Breakpoint[]): Promise<void> {
    return this.#queued(async () => {
      for (const breakpoint of removed) await this.#unbind(breakpoint);
      for (const breakpoint of added) await this.#bindEverywhere(breakpoint);
    });
  }

  /** Sets the breakpoints of a script that is about to run, or that runs already. */
  async bindScript(script: Script): Promise<void> {
    if (this.wanted.hasGuards && script.hasMap) this.guards.learn(script);
    const files = this.wanted.files().filter((file) => isMadeFrom(script, file));
    if (files.length === 0 && this.wanted.functions.length === 0) return;
    await this.#queued(async () => {
      for (const breakpoint of files.flatMap((file) => this.wanted.ofFile(file))) {
        // Lines of the source are no lines of this script.
        if (script.hasMap) await this.#byUrl.remove(breakpoint);
        if (script.hasMap) await this.#bind(script, breakpoint);
      }
      for (const breakpoint of this.wanted.functions) await this.#bind(script, breakpoint);
    });
  }

  /** The condition of a breakpoint throws: V8 evaluates it from now on, which tells nobody of exceptions in conditions. */
  giveToV8(breakpoint: Breakpoint): Promise<void> {
    return this.#queued(async () => {
      await this.guards.disarm(breakpoint, true);
      await this.#bindEverywhere(breakpoint);
    });
  }

  /** The editor's breakpoints among those that V8 has hit. */
  hit(v8Ids: readonly string[]): Breakpoint[] {
    const hit = new Set<Breakpoint>();
    for (const v8Id of v8Ids) {
      for (const place of this.#places.values())
        if (place.v8Id === v8Id) for (const breakpoint of place.breakpoints) hit.add(breakpoint);
      const byUrl = this.#byUrl.ofId(v8Id);
      if (byUrl !== undefined) hit.add(byUrl);
    }
    return [...hit];
  }

  #queued<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => undefined);
    return result;
  }

  async #bindEverywhere(breakpoint: Breakpoint): Promise<void> {
    if (breakpoint.refused !== null) return;
    const { target } = breakpoint;
    if (target.kind === "function") {
      for (const script of this.scripts.all().filter((script) => this.#mayHold(script)))
        await this.#bind(script, breakpoint);
      return;
    }
    const scripts = this.scripts.ofFile(target.file, (script) => this.#mayHold(script));
    const mapped = scripts.filter((script) => script.hasMap);
    for (const script of mapped) await this.#bind(script, breakpoint);
    if (mapped.length === 0) await this.#byUrl.set(breakpoint, target);
  }

  /** Reading the maps of packages takes long, and nobody sets breakpoints in them unless they are shown. */
  #mayHold(script: Script): boolean {
    return script.file !== null && !this.userCode.isForeign(script.file);
  }

  async #bind(script: Script, breakpoint: Breakpoint): Promise<void> {
    if (breakpoint.refused !== null) return;
    const { target } = breakpoint;
    if (target.kind === "source") {
      const guarded = await this.guards.arm(script, breakpoint);
      if (guarded !== null) return this.#resolved(breakpoint, guarded);
      const at = toGenerated(script, target.line, target.column, target.file);
      if (at !== null) await this.#bindAt(script, at, breakpoint);
    } else if (this.#mayHold(script))
      for (const at of await this.functions.find(script, target.name)) await this.#bindAt(script, at, breakpoint);
  }

  async #bindAt(script: Script, at: GeneratedPlace, breakpoint: Breakpoint): Promise<void> {
    const key = `${script.id}:${at.lineNumber}:${at.columnNumber}`;
    const place = this.#places.get(key) ?? { scriptId: script.id, at, breakpoints: [], v8Id: null };
    if (place.breakpoints.includes(breakpoint)) return;
    place.breakpoints.push(breakpoint);
    this.#places.set(key, place);
    const actual = await this.#setAt(place);
    if (actual !== null) this.#resolved(breakpoint, actual);
  }

  async #unbind(breakpoint: Breakpoint): Promise<void> {
    await this.#byUrl.remove(breakpoint);
    await this.guards.disarm(breakpoint);
    for (const [key, place] of this.#places) {
      const index = place.breakpoints.indexOf(breakpoint);
      if (index < 0) continue;
      place.breakpoints.splice(index, 1);
      if (place.breakpoints.length === 0) this.#places.delete(key);
      await this.#setAt(place);
    }
  }

  /** Gives V8 what a place is for now. */
  async #setAt(place: Place): Promise<Protocol.Debugger.Location | null> {
    const { v8Id, breakpoints, at, scriptId } = place;
    if (v8Id !== null) await this.cdp.send("Debugger.removeBreakpoint", { breakpointId: v8Id }).catch(() => undefined);
    place.v8Id = null;
    if (breakpoints.length === 0) return null;
    const condition = combined(breakpoints);
    try {
      const { breakpointId, actualLocation } = await this.cdp.send("Debugger.setBreakpoint", {
        location: { scriptId, ...at },
        ...(condition === undefined ? {} : { condition }),
      });
      place.v8Id = breakpointId;
      return actualLocation;
    } catch {
      // No code there, or the program has ended: the editor shows it as not bound.
      return null;
    }
  }

  #resolved(breakpoint: Breakpoint, { scriptId, lineNumber, columnNumber = 0 }: Protocol.Debugger.Location): void {
    const script = this.scripts.get(scriptId);
    const at = script === undefined ? null : toSource(script, { lineNumber, columnNumber });
    const { target } = breakpoint;
    // The path that the editor knows, where links lead to the same file.
    const isSameFile = at !== null && target.kind === "source" && fileKey(at.file) === fileKey(target.file);
    this.wanted.bound(breakpoint, isSameFile ? { ...at, file: target.file } : at);
  }
}

/** Stops when one of the breakpoints does. All are asked, since each may count or print. */
function combined(breakpoints: readonly Breakpoint[]): string | undefined {
  if (breakpoints.length === 1) return breakpoints[0]?.condition;
  return breakpoints.map(({ condition = "true" }) => `Boolean(${condition})`).join(" | ");
}
