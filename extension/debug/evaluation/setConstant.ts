import type { Protocol } from "devtools-protocol";
import type { EvaluationPlace } from "./run.js";

/** Gives a constant another value: it is one to the program, and V8 itself can change it. @returns false: no scope of the frame has it. */
export async function setConstant(
  { thread, frame }: EvaluationPlace,
  name: string,
  value: Protocol.Runtime.RemoteObject,
): Promise<boolean> {
  for (const [scopeNumber, { object, type }] of (frame?.scopeChain ?? []).entries()) {
    if (frame === undefined || type === "global" || object.objectId === undefined) continue;
    const asked = { objectId: object.objectId, ownProperties: true };
    const { result } = await thread.cdp.send("Runtime.getProperties", asked);
    if (!result.some((property) => property.name === name)) continue;
    const { callFrameId } = frame;
    const newValue = argumentOf(value);
    await thread.cdp.send("Debugger.setVariableValue", { scopeNumber, variableName: name, newValue, callFrameId });
    return true;
  }
  return false;
}

/** A value of the program, to be given to a function of it. */
export function argumentOf(value: Protocol.Runtime.RemoteObject): Protocol.Runtime.CallArgument {
  if (value.objectId !== undefined) return { objectId: value.objectId };
  if (value.unserializableValue !== undefined) return { unserializableValue: value.unserializableValue };
  return value.type === "undefined" ? {} : { value: value.value };
}
