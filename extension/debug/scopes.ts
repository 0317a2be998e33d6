import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { STOP_FUNCTION } from "../../runtime/protocol/batchStops.js";
import type { CdpTransport } from "./cdpTransport.js";
import { STOP_GROUP, type Variables } from "./variables.js";

/**
 * The scopes of a frame: its variables as one list, `this`, where the Trainer is while one runs, then what lies around the function.
 */
export async function scopesOf(
  frame: Protocol.Debugger.CallFrame,
  variables: Variables,
): Promise<DebugProtocol.Scope[]> {
  const trainer = await variables.ofTrainer();
  const depth = frame.scopeChain.findIndex(({ type }) => type === "local");
  const locals = frame.scopeChain
    .slice(0, depth + 1)
    .flatMap(({ object: { objectId } }, scopeNumber) => (objectId === undefined ? [] : [{ objectId, scopeNumber }]));
  const around = frame.scopeChain
    .slice(depth + 1)
    .flatMap(({ type, object: { objectId } }) =>
      objectId === undefined ? [] : [scope(SCOPE_NAMES[type] ?? type, variables.ofScope(objectId), type === "global")],
    );
  const receiver = frame.this.objectId;
  return [
    ...(locals.length === 0
      ? []
      : [
          {
            ...scope("Local", variables.ofLocals(frame.callFrameId, locals, frame.returnValue)),
            presentationHint: "locals",
          },
        ]),
    ...(receiver === undefined ? [] : [scope("this", variables.ofObject(receiver, "this"))]),
    ...(trainer === null ? [] : [scope("Trainer", trainer)]),
    ...around,
  ];
}

/**
 * What is known in a function that awaits, whose variables V8 does not tell: what the runtime has stopped for, and where the Trainer is. At a
 * stop in the runtime it is the first frame that an editor shows.
 */
export async function scopesOfStop(
  { callFrames: [top] }: Protocol.Debugger.PausedEvent,
  cdp: CdpTransport,
  variables: Variables,
): Promise<DebugProtocol.Scope[]> {
  const [trainer, values] = await Promise.all([
    variables.ofTrainer(),
    top?.functionName === STOP_FUNCTION ? valuesOf(top, cdp) : undefined,
  ]);
  return [
    ...(values === undefined ? [] : [scope("Values", variables.ofObject(values))]),
    ...(trainer === null ? [] : [scope("Trainer", trainer)]),
  ];
}

async function valuesOf({ callFrameId }: Protocol.Debugger.CallFrame, cdp: CdpTransport): Promise<string | undefined> {
  const { result } = await cdp.send("Debugger.evaluateOnCallFrame", {
    callFrameId,
    expression: "values",
    objectGroup: STOP_GROUP,
    silent: true,
  });
  return result.objectId;
}

function scope(name: string, variablesReference: number, expensive = false): DebugProtocol.Scope {
  return { name, variablesReference, expensive };
}

const SCOPE_NAMES: Readonly<Record<string, string>> = {
  block: "Block",
  closure: "Closure",
  module: "Module",
  script: "Script",
  global: "Global",
  catch: "Catch",
  with: "With",
  eval: "Eval",
  "wasm-expression-stack": "Stack",
};
