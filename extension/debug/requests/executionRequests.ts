import { adapterErrors } from "../adapterErrors.js";
import { stepInTargets } from "../threads/stepInTargets.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** How threads run, stop and step. */
export const executionRequests: RequestTable = {
  async continue(session: Session, { threadId }: DebugProtocol.ContinueArguments) {
    await session.threads.get(threadId).continue();
    return { allThreadsContinued: session.allThreads.every(({ isPaused }) => !isPaused) };
  },
  async next(session: Session, { threadId }: DebugProtocol.NextArguments) {
    await session.threads.get(threadId).step("stepOver");
    return undefined;
  },
  async stepIn(session: Session, { threadId, targetId }: DebugProtocol.StepInArguments) {
    const thread = session.threads.get(threadId);
    const [frame] = thread.paused.callFrames;
    if (targetId === undefined || frame === undefined) {
      await thread.step("stepInto");
      return undefined;
    }
    const call = (await stepInTargets(thread, frame)).find(({ target }) => target.id === targetId);
    if (call === undefined) throw new Error(adapterErrors.noTarget());
    await thread.stepInto(call.location);
    return undefined;
  },
  async stepOut(session: Session, { threadId }: DebugProtocol.StepOutArguments) {
    await session.threads.get(threadId).step("stepOut");
    return undefined;
  },
  async stepInTargets(session: Session, { frameId }: DebugProtocol.StepInTargetsArguments) {
    const thread = session.threads.ofFrame(frameId);
    const frame = thread.frame(frameId);
    // A step begins in the top frame: the calls of those below it are under way already.
    const isTop = frame !== undefined && frame === thread.paused.callFrames[0];
    return { targets: isTop ? (await stepInTargets(thread, frame)).map(({ target }) => target) : [] };
  },
  async pause(session: Session, { threadId }: DebugProtocol.PauseArguments) {
    await session.threads.get(threadId).pause();
    return undefined;
  },
  async restartFrame(session: Session, { frameId }: DebugProtocol.RestartFrameArguments) {
    const thread = session.threads.ofFrame(frameId);
    const frame = thread.frame(frameId);
    if (frame === undefined) throw new Error(adapterErrors.noFrame());
    await thread.restartFrame(frame);
    return undefined;
  },
};
