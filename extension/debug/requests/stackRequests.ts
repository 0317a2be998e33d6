import { Thread } from "@vscode/debugadapter";
import { adapterErrors } from "../adapterErrors.js";
import { batchInfo, exceptionInfo } from "../pausedEvent.js";
import { scopesOf, scopesOfStop } from "../scopes.js";
import { NUMBERS_PER_THREAD } from "../threads/programThread.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** Where the program is, and what is there. */
export const stackRequests: RequestTable = {
  async threads(session: Session) {
    const threads = session.allThreads.map(({ id, name }) => new Thread(id, name));
    return { threads: threads.length === 0 ? [new Thread(1, "Trainer")] : threads };
  },
  async stackTrace(session: Session, { threadId, startFrame = 0, levels = 0 }: DebugProtocol.StackTraceArguments) {
    const thread = session.threads.get(threadId);
    const frames = thread.frames.stack(thread.paused, thread.slot * NUMBERS_PER_THREAD);
    return {
      stackFrames: frames.slice(startFrame, levels > 0 ? startFrame + levels : undefined),
      totalFrames: frames.length,
    };
  },
  async scopes(session: Session, { frameId }: DebugProtocol.ScopesArguments) {
    const thread = session.threads.ofFrame(frameId);
    const frame = thread.frame(frameId);
    if (frame !== undefined) return { scopes: await scopesOf(frame, thread.variables) };
    return { scopes: thread.isPaused ? await scopesOfStop(thread.paused, thread.cdp, thread.variables) : [] };
  },
  async variables(session: Session, args: DebugProtocol.VariablesArguments) {
    const thread = session.threads.ofNumber(args.variablesReference);
    return { variables: (await thread?.variables.children(args)) ?? [] };
  },
  async exceptionInfo(session: Session, { threadId }: DebugProtocol.ExceptionInfoArguments) {
    const { stop } = session.threads.get(threadId);
    if (stop.batch !== null) return batchInfo(stop.batch);
    if (stop.exception === null) throw new Error(adapterErrors.noException());
    return exceptionInfo(stop.exception);
  },
};
