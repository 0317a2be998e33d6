import type { DebugProtocol } from "@vscode/debugprotocol";
import type { WantedGuard } from "../../../runtime/protocol/guards.js";
import { fileKey, realFile } from "../scripts.js";
import { type Breakpoint, type BreakpointOptions, type BreakpointTarget, isSame, toDap } from "./breakpoint.js";
import type { Conditions } from "./conditions.js";

/** What has changed when the editor has sent its breakpoints again. */
export interface BreakpointChange {
  readonly all: readonly Breakpoint[];
  readonly added: readonly Breakpoint[];
  readonly removed: readonly Breakpoint[];
}

const FUNCTIONS = "(functions)";

/** The breakpoints that the editor has, whether or not the program that they are for runs. Threads bind them to their scripts. */
export class Breakpoints {
  #nextId = 1;
  #hasGuards = false;
  readonly #groups = new Map<string, readonly Breakpoint[]>();
  /** Making conditions ready takes time: what was asked first is done first. */
  #turns: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly conditions: Conditions,
    private readonly changed: (breakpoint: DebugProtocol.Breakpoint) => void,
  ) {}

  /** Replaces the breakpoints of a file. One that was there stays as it is, with its number and its count of hits. */
  replaceInFile(file: string, wanted: readonly DebugProtocol.SourceBreakpoint[]): Promise<BreakpointChange> {
    return this.#replace(
      fileKey(file),
      wanted.map((breakpoint) => ({
        target: { kind: "source", file, line: breakpoint.line, column: breakpoint.column },
        options: breakpoint,
      })),
    );
  }

  replaceFunctions(wanted: readonly DebugProtocol.FunctionBreakpoint[]): Promise<BreakpointChange> {
    return this.#replace(
      FUNCTIONS,
      wanted.map((breakpoint) => ({
        target: { kind: "function", name: breakpoint.name.trim() },
        options: breakpoint,
      })),
    );
  }

  get functions(): readonly Breakpoint[] {
    return this.#groups.get(FUNCTIONS) ?? [];
  }

  ofFile(file: string): readonly Breakpoint[] {
    return this.#groups.get(fileKey(file)) ?? [];
  }

  /** Files that have some, by the path that the editor gave. */
  files(): string[] {
    return [...this.#groups.values()].flatMap(([first]) =>
      first?.target.kind === "source" ? [first.target.file] : [],
    );
  }

  /** What is to be compiled into the files of a program that is about to begin. */
  wantedGuards(): WantedGuard[] {
    const wanted = [...this.#groups.values()].flat().flatMap(({ id, target, guard }) => {
      if (guard === null || target.kind !== "source") return [];
      const { line, column = null } = target;
      return [{ id, file: realFile(target.file), line, column, code: guard.code }];
    });
    this.#hasGuards ||= wanted.length > 0;
    return wanted;
  }

  /** True when a program may have some. */
  get hasGuards(): boolean {
    return this.#hasGuards;
  }

  /** A breakpoint is found to be at a place. */
  bound(breakpoint: Breakpoint, at: Breakpoint["at"]): void {
    const news = !breakpoint.verified || JSON.stringify(breakpoint.at) !== JSON.stringify(at);
    breakpoint.verified = true;
    breakpoint.at = at ?? breakpoint.at;
    if (news) this.changed(toDap(breakpoint));
  }

  /** The program has gone: nothing is bound to anything. */
  unbind(): void {
    for (const breakpoint of [...this.#groups.values()].flat()) {
      breakpoint.verified = false;
      breakpoint.at = null;
    }
  }

  #replace(
    group: string,
    wanted: readonly { readonly target: BreakpointTarget; readonly options: BreakpointOptions }[],
  ): Promise<BreakpointChange> {
    const change = this.#turns.then(async () => {
      const before = this.#groups.get(group) ?? [];
      const left = [...before];
      const all = await Promise.all(
        wanted.map(async ({ target, options }) => {
          const index = left.findIndex((breakpoint) => isSame(breakpoint, target, options));
          const [same] = index < 0 ? [] : left.splice(index, 1);
          return same ?? this.#make(target, options);
        }),
      );
      this.#groups.set(group, all);
      return { all, added: all.filter((breakpoint) => !before.includes(breakpoint)), removed: left };
    });
    this.#turns = change.catch(() => undefined);
    return change;
  }

  async #make(target: BreakpointTarget, options: BreakpointOptions): Promise<Breakpoint> {
    const id = this.#nextId++;
    const prepared = await this.conditions.prepare(id, options);
    const refused = "refused" in prepared ? prepared.refused : null;
    const condition = "refused" in prepared ? undefined : prepared.condition;
    const guard = "refused" in prepared ? null : prepared.guard;
    return { id, target, options, condition, guard, refused, verified: false, at: null };
  }
}
