import { toDap } from "../breakpoints/breakpoint.js";
import { breakpointLocations } from "../breakpoints/breakpointLocations.js";
import type { BreakpointChange } from "../breakpoints/breakpoints.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** Where the program is to stop. */
export const breakpointRequests: RequestTable = {
  async setBreakpoints(session: Session, { source, breakpoints = [] }: DebugProtocol.SetBreakpointsArguments) {
    const file = source.path ?? "";
    return bound(session, await session.breakpoints.replaceInFile(file, breakpoints));
  },
  async setFunctionBreakpoints(session: Session, { breakpoints }: DebugProtocol.SetFunctionBreakpointsArguments) {
    return bound(session, await session.breakpoints.replaceFunctions(breakpoints));
  },
  async setExceptionBreakpoints(session: Session, args: DebugProtocol.SetExceptionBreakpointsArguments) {
    const batches = await session.batches.setFilters(args);
    const exceptions = await session.exceptions.set(args);
    await Promise.all(session.allThreads.map((thread) => thread.judge.apply()));
    return { breakpoints: exceptions.map((breakpoint, i) => batches[i] ?? breakpoint) };
  },
  async breakpointLocations(
    session: Session,
    { source, line, column, endLine, endColumn }: DebugProtocol.BreakpointLocationsArguments,
  ) {
    const range = { line, column, endLine: endLine ?? line, endColumn };
    return { breakpoints: await breakpointLocations(session.allThreads, source.path ?? "", range) };
  },
};

async function bound(session: Session, { all, added, removed }: BreakpointChange): Promise<object> {
  // A thread that ends meanwhile needs none.
  await Promise.allSettled(session.allThreads.map((thread) => thread.bound.change(added, removed)));
  return { breakpoints: all.map(toDap) };
}
