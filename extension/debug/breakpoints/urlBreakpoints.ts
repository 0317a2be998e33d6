import { pathToFileURL } from "node:url";
import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";
import { fileKey } from "../scripts.js";
import type { Breakpoint, BreakpointTarget } from "./breakpoint.js";

/**
 * Breakpoints in files that run as they were written: V8 sets them by itself as it loads the file, before its first line runs. Not for
 * what a transpiler has been at, whose lines are others.
 */
export class UrlBreakpoints {
  readonly #ids = new Map<Breakpoint, string>();

  constructor(
    private readonly cdp: CdpTransport,
    private readonly alwaysMapped: (file: string) => boolean,
    private readonly resolved: (breakpoint: Breakpoint, location: Protocol.Debugger.Location) => void,
  ) {
    cdp.on("Debugger.breakpointResolved", ({ breakpointId, location }) => {
      const breakpoint = this.ofId(breakpointId);
      if (breakpoint !== undefined) resolved(breakpoint, location);
    });
  }

  ofId(v8Id: string): Breakpoint | undefined {
    for (const [breakpoint, id] of this.#ids) if (id === v8Id) return breakpoint;
    return undefined;
  }

  async set(breakpoint: Breakpoint, target: BreakpointTarget & { readonly kind: "source" }): Promise<void> {
    if (this.#ids.has(breakpoint) || this.alwaysMapped(target.file)) return;
    const { condition } = breakpoint;
    try {
      const { breakpointId, locations } = await this.cdp.send("Debugger.setBreakpointByUrl", {
        urlRegex: urlPattern(target.file),
        lineNumber: target.line - 1,
        ...(target.column === undefined ? {} : { columnNumber: target.column - 1 }),
        ...(condition === undefined ? {} : { condition }),
      });
      this.#ids.set(breakpoint, breakpointId);
      const [first] = locations;
      if (first !== undefined) this.resolved(breakpoint, first);
    } catch {
      // Another one is at this very place.
    }
  }

  async remove(breakpoint: Breakpoint): Promise<void> {
    const breakpointId = this.#ids.get(breakpoint);
    if (breakpointId === undefined) return;
    this.#ids.delete(breakpoint);
    await this.cdp.send("Debugger.removeBreakpoint", { breakpointId }).catch(() => undefined);
  }
}

/** The URL of a file, also when it was imported with a query: `model.js?v=2`. */
function urlPattern(file: string): string {
  const names = new Set([file, fileKey(file)]);
  const urls = [...names].flatMap((name) => [pathToFileURL(name).href, name]);
  return `^(?:${[...new Set(urls)].map((url) => url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})(?:[?#].*)?$`;
}
