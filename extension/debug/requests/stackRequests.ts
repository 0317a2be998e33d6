import { Thread } from "@vscode/debugadapter";
import { adapterErrors } from "../adapterErrors.js";
import { thrownValue } from "../exceptions/thrownValue.js";
import { batchInfo, exceptionInfo } from "../pausedEvent.js";
import { scopesOf } from "../scopes.js";
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
    return { scopes: await scopesOf(frame, thread.variables) };
  },
  async variables(session: Session, args: DebugProtocol.VariablesArguments) {
    const thread = session.threads.ofNumber(args.variablesReference);
    return { variables: (await thread?.variables.children(args)) ?? [] };
  },
  async exceptionInfo(session: Session, { threadId }: DebugProtocol.ExceptionInfoArguments) {
    const thread = session.threads.get(threadId);
    if (thread.batchStop !== null) return batchInfo(thread.batchStop);
    if (thread.exception === null) throw new Error(adapterErrors.noException());
    return exceptionInfo(thread.paused, thread.exception, await thrownValue(thread.cdp, thread.paused));
  },
};
