import { adapterErrors } from "../adapterErrors.js";
import { setVariable } from "../evaluation/assignment.js";
import { completions } from "../evaluation/completions.js";
import type { EvaluationPlace } from "../evaluation/run.js";
import { NUMBERS_PER_THREAD } from "../threads/programThread.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** What the user asks of values, and what they set. */
export const evaluationRequests: RequestTable = {
  async evaluate(session: Session, args: DebugProtocol.EvaluateArguments) {
    return session.evaluation.evaluate(place(session, args.frameId), args);
  },
  async setExpression(session: Session, { expression, value, frameId, format }: DebugProtocol.SetExpressionArguments) {
    const at = place(session, frameId);
    const set = await session.evaluation.assign(at, expression, value);
    return asSet(await at.thread.variables.show(set, expression, format));
  },
  async setVariable(session: Session, { format, ...args }: DebugProtocol.SetVariableArguments) {
    const thread = session.threads.ofNumber(args.variablesReference);
    if (thread === undefined) throw new Error(adapterErrors.noVariable(args.name));
    const { set, evaluateName } = await setVariable(session.evaluation, thread, args);
    return asSet(await thread.variables.show(set, evaluateName, format));
  },
  async completions(session: Session, args: DebugProtocol.CompletionsArguments) {
    return { targets: await completions(place(session, args.frameId), args, session.expressions) };
  },
};

/** Where to evaluate: in a frame of a paused thread; outside of any function for one that awaits, whose variables V8 does not tell. */
function place(session: Session, frameId: number | undefined): EvaluationPlace {
  if (frameId === undefined) return { thread: session.threads.main, frame: undefined };
  const thread = session.threads.ofNumber(frameId);
  if (thread?.isPaused !== true) throw new Error(adapterErrors.noFrame());
  const frame = thread.frame(frameId);
  const isAwaiting = thread.frames
    .stack(thread.paused, thread.slot * NUMBERS_PER_THREAD)
    .some(({ id }) => id === frameId);
  if (frame === undefined && !isAwaiting) throw new Error(adapterErrors.noFrame());
  return { thread, frame };
}

function asSet({ result, ...rest }: DebugProtocol.EvaluateResponse["body"]): DebugProtocol.SetVariableResponse["body"] {
  return { value: result, ...rest };
}
