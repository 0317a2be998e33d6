import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { Variables } from "./variables.js";

/**
 * The scopes of a frame: its variables as one list, `this`, where the Trainer is while one runs, then what lies around the function.
 */
export async function scopesOf(
  frame: Protocol.Debugger.CallFrame | undefined,
  variables: Variables,
): Promise<DebugProtocol.Scope[]> {
  if (frame === undefined) return [];
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
