import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { RUNTIME_API } from "../program/debuggeeSupport.js";
import { type ProgramThread, SHOWN } from "../threads/programThread.js";
import { clipboardText } from "./clipboardText.js";
import { consoleProgram } from "./consoleProgram.js";
import type { TypeScriptExpressions } from "./typeScriptExpressions.js";

/** A hover must not hold up the editor. */
const HOVER_MS = 500;
/** Names and members only: what the mouse is over. A getter that computes something is let do so. */
const PLAIN = /^[\w$#]+(?:\s*\??\.\s*[\w$#]+|\[[^()=]*\])*$/;

interface Evaluated {
  readonly result: Protocol.Runtime.RemoteObject;
  readonly exceptionDetails?: Protocol.Runtime.ExceptionDetails | undefined;
}

/** What evaluations of a thread share. */
export interface EvaluationPlace {
  readonly thread: ProgramThread;
  /** Undefined: outside of any function. */
  readonly frame: Protocol.Debugger.CallFrame | undefined;
}

/** Evaluates what the user types or points at, in TypeScript. */
export class Evaluation {
  constructor(private readonly expressions: TypeScriptExpressions) {}

  async evaluate(
    { thread, frame }: EvaluationPlace,
    { expression, context }: DebugProtocol.EvaluateArguments,
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const value = await this.#value({ thread, frame }, expression, context);
    if (context === "clipboard")
      return { result: await clipboardText(thread.cdp, value), variablesReference: 0, type: value.type };
    const isAsked = context === "watch" || context === "hover" || context === "variables";
    return thread.variables.show(value, isAsked ? expression : null);
  }

  /** Sets whatever can stand left of `=`. @returns its new value. */
  async assign(place: EvaluationPlace, target: string, value: string): Promise<Protocol.Runtime.RemoteObject> {
    const [left, right] = await Promise.all([this.expressions.expression(target), this.expressions.expression(value)]);
    // The program keeps the tensors that were computed for it.
    const kept = `(${RUNTIME_API}?.adopt ?? ((value) => value))(${right})`;
    return succeeded(await run(place, `${left} = ${kept}`, {}));
  }

  /** The value of an expression, for a request that goes on with it. */
  async value(place: EvaluationPlace, text: string): Promise<Protocol.Runtime.RemoteObject> {
    return succeeded(await run(place, await this.expressions.expression(text), {}));
  }

  async #value(
    place: EvaluationPlace,
    text: string,
    context: string | undefined,
  ): Promise<Protocol.Runtime.RemoteObject> {
    if (context === "repl") {
      const { isPaused } = place.thread;
      const code = isPaused ? consoleProgram(await this.#program(text)) : await this.#program(text);
      return succeeded(await run(place, code, isPaused ? {} : { awaitPromise: true }));
    }
    const code = await this.expressions.expression(text).catch(() => text);
    if (context !== "hover") return succeeded(await run(place, code, {}));
    const careful = await run(place, code, { throwOnSideEffect: true, timeout: HOVER_MS });
    if (careful.exceptionDetails === undefined || !PLAIN.test(text.trim())) return succeeded(careful);
    return succeeded(await run(place, code, { timeout: HOVER_MS }));
  }

  /** `{ a: 1 }` in the console is an object. */
  async #program(text: string): Promise<string> {
    const trimmed = text.trim();
    if (/^\{[\s\S]*\}$/.test(trimmed)) {
      const asObject = await this.expressions.expression(trimmed).catch(() => null);
      if (asObject !== null) return `(${asObject})`;
    }
    return this.expressions.program(text).catch(() => text);
  }
}

interface RunOptions {
  readonly throwOnSideEffect?: boolean;
  readonly timeout?: number;
  readonly awaitPromise?: boolean;
}

async function run(
  { thread, frame }: EvaluationPlace,
  expression: string,
  { awaitPromise, ...options }: RunOptions,
): Promise<Evaluated> {
  const asked = { expression, silent: true, objectGroup: SHOWN, ...options };
  return frame === undefined
    ? // As in a REPL only while the thread runs: that answers with the next microtask, and a paused thread has none.
      thread.cdp.send("Runtime.evaluate", {
        ...asked,
        replMode: !thread.isPaused,
        ...(awaitPromise ? { awaitPromise } : {}),
      })
    : thread.cdp.send("Debugger.evaluateOnCallFrame", { ...asked, callFrameId: frame.callFrameId });
}

/** @throws the exception that the expression has thrown, as the user reads it. */
export function succeeded({ result, exceptionDetails }: Evaluated): Protocol.Runtime.RemoteObject {
  if (exceptionDetails === undefined) return result;
  const { exception, text } = exceptionDetails;
  throw new Error(
    exception?.description?.split("\n    at ")[0] ?? (exception?.value === undefined ? text : String(exception.value)),
  );
}
