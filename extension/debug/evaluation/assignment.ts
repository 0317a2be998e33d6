import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import { RUNTIME_API } from "../program/debuggeeSupport.js";
import { type ProgramThread, SHOWN } from "../threads/programThread.js";
import type { Container } from "../variables/container.js";
import { propertyName } from "../variables/evaluateName.js";
import { IS_OBJECT, KEY_NAME } from "../variables/remoteFunctions.js";
import type { Evaluation } from "./evaluation.js";
import { succeeded } from "./run.js";
import { argumentOf } from "./setConstant.js";

/** What setting a member throws in the program when there is none, and when it is a value of a tensor. */
const [ABSENT, FIXED] = ["lightning: absent", "lightning: fixed"];

/**
 * Sets an entry of a Map or a Set, a value of a variable, or a property that there is. The program keeps the tensors that were computed for
 * what it is given.
 */
const SET_MEMBER = `function (name, value, mapIndex) {
  "use strict";
  const api = ${RUNTIME_API};
  const kept = (now) => api?.assigned ? api.assigned(now, value) : api?.adopt?.(value) ?? value;
  if (this instanceof Map) {
    const [nameOf, isObject] = [${KEY_NAME}, ${IS_OBJECT}];
    const [key] = mapIndex === null ? [...this.keys()].filter((key, i) => isObject(key) ? String(i) === name : nameOf(key) === name) : [[...this.keys()][mapIndex]];
    if (!this.has(key)) throw ${JSON.stringify(ABSENT)};
    const given = kept(this.get(key));
    this.set(key, given);
    return given;
  }
  if (this instanceof Set) {
    const items = [...this];
    if (!(name in items)) throw ${JSON.stringify(ABSENT)};
    const given = kept(items[name]);
    items[name] = given;
    this.clear();
    for (const item of items) this.add(item);
    return given;
  }
  const index = /^\\[(\\d+)\\]$/.exec(name)?.[1];
  if (index !== undefined && !(name in this)) {
    if (!api?.setElement?.(this, Number(index), value)) throw ${JSON.stringify(FIXED)};
    return value;
  }
  let owner = this;
  while (owner !== null && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  const { value: now, set } = (owner === null ? undefined : Object.getOwnPropertyDescriptor(owner, name)) ?? {};
  const isHole = Array.isArray(this) && /^\\d+$/.test(name) && Number(name) < this.length;
  if (!isHole && (owner === null || (owner !== this && set === undefined))) throw ${JSON.stringify(ABSENT)};
  const given = kept(now);
  this[name] = given;
  return given;
}`;

/** Gives a variable of a scope, or a member of an object, another value. @returns the new value, and the expression that gives it. */
export async function setVariable(
  evaluation: Evaluation,
  thread: ProgramThread,
  { variablesReference, name, value }: DebugProtocol.SetVariableArguments,
): Promise<{ readonly set: Protocol.Runtime.RemoteObject; readonly evaluateName: string | null }> {
  const container = thread.variables.container(variablesReference);
  const frame = frameOf(thread, container);
  if (container === undefined || frame === undefined) throw new Error(adapterErrors.noVariable(name));
  // An assignment in its frame sets the variable that the user sees.
  if (container.kind === "locals" || isScope(frame, container)) {
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) throw new Error(adapterErrors.notAssignable(name));
    return { set: await evaluation.assign({ thread, frame }, name, value), evaluateName: name };
  }
  if (container.kind === "object" && container.isRow) throw new Error(adapterErrors.notAssignable(name));
  const evaluateName = propertyName(container.evaluateName, name);
  if (name.startsWith("#") && evaluateName !== null)
    return { set: await evaluation.assign({ thread, frame }, evaluateName, value), evaluateName };
  return { set: await setMember(evaluation, thread, frame, container, name, value), evaluateName };
}

async function setMember(
  evaluation: Evaluation,
  thread: ProgramThread,
  frame: Protocol.Debugger.CallFrame,
  container: Exclude<Container, { kind: "locals" }>,
  name: string,
  value: string,
): Promise<Protocol.Runtime.RemoteObject> {
  if (container.kind === "pair" && name !== "value") throw new Error(adapterErrors.notAssignable(name));
  const given = await evaluation.value({ thread, frame }, value);
  const done = await thread.cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: SET_MEMBER,
    objectId: container.kind === "pair" ? container.mapId : container.objectId,
    objectGroup: SHOWN,
    arguments: [{ value: name }, argumentOf(given), { value: container.kind === "pair" ? container.index : null }],
    silent: true,
  });
  const thrown: unknown = done.exceptionDetails?.exception?.value;
  if (thrown === ABSENT) throw new Error(adapterErrors.noVariable(name));
  if (thrown === FIXED) throw new Error(adapterErrors.tensorIsFixed(name));
  return succeeded({ thread, frame }, done);
}

/** The frame whose variables these are; for an object, the one that the thread is in. */
function frameOf(thread: ProgramThread, container: Container | undefined): Protocol.Debugger.CallFrame | undefined {
  const { callFrames } = thread.paused;
  if (container?.kind === "locals") return callFrames.find(({ callFrameId }) => callFrameId === container.callFrameId);
  const owner = container === undefined ? undefined : callFrames.find((frame) => isScope(frame, container));
  return owner ?? callFrames[0];
}

function isScope({ scopeChain }: Protocol.Debugger.CallFrame, container: Container): boolean {
  if (!("objectId" in container)) return false;
  return scopeChain.some(({ object, type }) => type !== "global" && object.objectId === container.objectId);
}
