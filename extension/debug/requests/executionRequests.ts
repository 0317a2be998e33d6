import { adapterErrors } from "../adapterErrors.js";
import { stepInTargets } from "../threads/stepInTargets.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** How threads run, stop and step. */
export const executionRequests: RequestTable = {
  async continue(session: Session, { threadId }: DebugProtocol.ContinueArguments) {
    const thread = session.threads.get(threadId);
    const allThreadsContinued = session.allThreads.every((other) => other === thread || !other.isPaused);
    await thread.continue();
    return { allThreadsContinued };
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
    const wanted = (await stepInTargets(thread, frame)).find(({ target }) => target.id === targetId);
    if (wanted === undefined) throw new Error(adapterErrors.noTarget());
    await thread.stepInto(wanted.call);
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
