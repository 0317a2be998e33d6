import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "./adapterErrors.js";
import type { Outlines } from "./outlines.js";
import { isException } from "./pausedEvent.js";

type CallFrame = Protocol.Debugger.CallFrame;

/** As V8 calls what gives an object its fields: it can be done only once. */
const FIELDS = "<instance_members_initializer>";

/** Whether a function can be called again. V8 agrees to that on the way of an exception too, and ends the program then. */
export function canRestart(event: Protocol.Debugger.PausedEvent, { canBeRestarted, functionName }: CallFrame): boolean {
  return canBeRestarted === true && !isException(event) && functionName !== FIELDS;
}

/** Why a function cannot be called again; null: it can, as far as anybody knows. */
export async function restartRefusal(
  event: Protocol.Debugger.PausedEvent,
  frame: CallFrame,
  outlines: Outlines,
): Promise<string | null> {
  if (isException(event)) return adapterErrors.notRestartableNow();
  if (canRestart(event, frame) && !(await makesPrivate(frame, outlines))) return null;
  return adapterErrors.notRestartable(frame.functionName);
}

/** True for the constructor of a class with private fields, which an object can be given only once. */
async function makesPrivate({ location, functionName, this: object }: CallFrame, outlines: Outlines): Promise<boolean> {
  if (functionName === "" || functionName !== object.className) return false;
  const outline = await outlines.of({ id: location.scriptId });
  return outline?.tokens.some(({ text }) => text.startsWith("#")) ?? false;
}
