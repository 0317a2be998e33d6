import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import { RUNTIME_API } from "../program/debuggeeSupport.js";
import { type ProgramThread, SHOWN } from "../threads/programThread.js";
import type { Container } from "../variables/container.js";
import { type Evaluation, succeeded } from "./evaluation.js";

/** The program keeps the tensors that were computed for what it is given. */
const SET_MEMBER = `function (name, value) {
  "use strict";
  const kept = ${RUNTIME_API}?.adopt?.(value) ?? value;
  if (this instanceof Map) this.set([...this.keys()][name] ?? name, kept);
  else this[name] = kept;
  return kept;
}`;

/** Gives a variable of a scope, or a member of an object, another value. @returns the new value. */
export async function setVariable(
  evaluation: Evaluation,
  thread: ProgramThread,
  { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
): Promise<Protocol.Runtime.RemoteObject> {
  const container = thread.variables.container(variablesReference);
  const frame = frameOf(thread, container);
  if (container === undefined || frame === undefined) throw new Error(adapterErrors.noVariable(name));
  // An assignment in its frame sets the variable that the user sees, and refuses a constant.
  if (container.kind === "locals" || isScope(frame, container)) {
    if (!/^[\w$]+$/.test(name)) throw new Error(adapterErrors.notAssignable(name));
    return evaluation.assign({ thread, frame }, name, value);
  }
  if (container.kind === "object" && container.isRow) throw new Error(adapterErrors.notAssignable(name));
  const given = await evaluation.value({ thread, frame }, value);
  return succeeded(
    await thread.cdp.send("Runtime.callFunctionOn", {
      functionDeclaration: SET_MEMBER,
      objectId: container.objectId,
      objectGroup: SHOWN,
      arguments: [{ value: memberName(name) }, argumentOf(given)],
      silent: true,
    }),
  );
}

/** The frame whose variables these are; for an object, the one that the thread is in. */
function frameOf(thread: ProgramThread, container: Container | undefined): Protocol.Debugger.CallFrame | undefined {
  const { callFrames } = thread.paused;
  if (container?.kind === "locals") return callFrames.find(({ callFrameId }) => callFrameId === container.callFrameId);
  const owner = callFrames.find((frame) => isScope(frame, container));
  return owner ?? callFrames[0];
}

function isScope({ scopeChain }: Protocol.Debugger.CallFrame, container: Container | undefined): boolean {
  if (container === undefined || !("objectId" in container)) return false;
  return scopeChain.some(({ object, type }) => type !== "global" && object.objectId === container.objectId);
}

/** An item of a list is shown as `[3]` here and as `3` there. */
function memberName(name: string): string {
  return /^\[(\d+)\]$/.exec(name)?.[1] ?? name;
}

function argumentOf(value: Protocol.Runtime.RemoteObject): Protocol.Runtime.CallArgument {
  if (value.objectId !== undefined) return { objectId: value.objectId };
  if (value.unserializableValue !== undefined) return { unserializableValue: value.unserializableValue };
  return value.type === "undefined" ? {} : { value: value.value };
}
