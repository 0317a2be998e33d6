import { adapterErrors } from "../adapterErrors.js";
import { setVariable } from "../evaluation/assignment.js";
import { completions } from "../evaluation/completions.js";
import type { EvaluationPlace } from "../evaluation/evaluation.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** What the user asks of values, and what they set. */
export const evaluationRequests: RequestTable = {
  async evaluate(session: Session, args: DebugProtocol.EvaluateArguments) {
    return session.evaluation.evaluate(place(session, args.frameId), args);
  },
  async setExpression(session: Session, { expression, value, frameId }: DebugProtocol.SetExpressionArguments) {
    const at = place(session, frameId);
    return asSet(await at.thread.variables.show(await session.evaluation.assign(at, expression, value), expression));
  },
  async setVariable(session: Session, { variablesReference, name, value }: DebugProtocol.SetVariableArguments) {
    const thread = session.threads.ofNumber(variablesReference);
    if (thread === undefined) throw new Error(adapterErrors.noVariable(name));
    const set = await setVariable(session.evaluation, thread, { variablesReference, name, value });
    return asSet(await thread.variables.show(set));
  },
  async completions(session: Session, args: DebugProtocol.CompletionsArguments) {
    return { targets: await completions(place(session, args.frameId), args) };
  },
};

/** Where to evaluate: in a frame of a paused thread, else outside of any function. */
function place(session: Session, frameId: number | undefined): EvaluationPlace {
  const thread = (frameId === undefined ? undefined : session.threads.ofNumber(frameId)) ?? session.threads.main;
  return { thread, frame: frameId === undefined ? undefined : thread.frame(frameId) };
}

function asSet({ result, ...rest }: DebugProtocol.EvaluateResponse["body"]): DebugProtocol.SetVariableResponse["body"] {
  return { value: result, ...rest };
}
