import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { Variables } from "./variables.js";

/** The scopes of a frame: its variables as one list, `this`, then what lies around the function. */
export function scopesOf(frame: Protocol.Debugger.CallFrame | undefined, variables: Variables): DebugProtocol.Scope[] {
  if (frame === undefined) return [];
  const depth = frame.scopeChain.findIndex(({ type }) => type === "local");
  const locals = frame.scopeChain.slice(0, depth + 1).flatMap(({ object }) => object.objectId ?? []);
  const around = frame.scopeChain
    .slice(depth + 1)
    .flatMap(({ type, object: { objectId } }) =>
      objectId === undefined ? [] : [scope(SCOPE_NAMES[type] ?? type, variables.ofObject(objectId), type === "global")],
    );
  const receiver = frame.this.objectId;
  return [
    ...(locals.length === 0
      ? []
      : [{ ...scope("Local", variables.ofLocals(locals, frame.returnValue)), presentationHint: "locals" }]),
    ...(receiver === undefined ? [] : [scope("this", variables.ofObject(receiver))]),
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
