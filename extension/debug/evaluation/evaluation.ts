import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import { RUNTIME_API } from "../program/debuggeeSupport.js";
import { promiseState } from "../variables/promiseText.js";
import { RemoteCalls } from "../variables/remoteCalls.js";
import { clipboardText } from "./clipboardText.js";
import { consoleProgram } from "./consoleProgram.js";
import { type EvaluationPlace, run, succeeded } from "./run.js";
import { setConstant } from "./setConstant.js";
import type { TypeScriptExpressions } from "./typeScriptExpressions.js";

/** How long an evaluation may take, in ms: one that never ends would end the session. */
const HOVER_MS = 500;
const WATCH_MS = 10_000;
const CONSOLE_MS = 120_000;
/** As a statement these are something else. */
const STATEMENT_LIKE = /^\s*(?:\{|function\b|class\b|async\s+function\b|let\b)/;
/** One thing that is waited for, and nothing else. */
const AWAITED = /^\s*await\s+([\s\S]+?);?\s*$/;

/** Evaluates what the user types or points at, in TypeScript. */
export class Evaluation {
  constructor(private readonly expressions: TypeScriptExpressions) {}

  async evaluate(
    place: EvaluationPlace,
    { expression, context, format }: DebugProtocol.EvaluateArguments,
  ): Promise<DebugProtocol.EvaluateResponse["body"]> {
    const { thread } = place;
    const value = await this.#value(place, expression, context);
    if (context === "clipboard")
      return { result: await clipboardText(thread.cdp, value), variablesReference: 0, type: value.type };
    const isAsked = context === "watch" || context === "hover" || context === "variables";
    return thread.variables.show(value, isAsked ? expression : null, format);
  }

  /**
   * Sets whatever can stand left of `=`. A `tf.Variable` or parameter stays what it is, and gets the values.
   *
   * @returns its new value.
   */
  async assign(place: EvaluationPlace, target: string, value: string): Promise<Protocol.Runtime.RemoteObject> {
    const [left, right] = await Promise.all([this.expressions.expression(target), this.#given(value)]);
    // Reading it first refuses a name that nobody has declared, which would become a global variable. V8 reads no private name there.
    const now = left.includes("#") ? "undefined" : left;
    const given = `((now, value) => ${RUNTIME_API}?.assigned ? ${RUNTIME_API}.assigned(now, value) : value)(${now}, (${right}\n))`;
    try {
      return await this.#succeeded(place, `${left} = ${given}`, WATCH_MS);
    } catch (error) {
      if (!String(error).includes("Assignment to constant variable")) throw error;
      const constant = await this.value(place, value);
      if (!(await setConstant(place, left.trim(), constant))) throw error;
      return constant;
    }
  }

  /** The value of an expression, for a request that goes on with it. */
  async value(place: EvaluationPlace, text: string): Promise<Protocol.Runtime.RemoteObject> {
    return this.#succeeded(place, asExpression(await this.#given(text)), WATCH_MS);
  }

  #given(text: string): Promise<string> {
    if (text.trim() === "") throw new Error(adapterErrors.noValue());
    return this.expressions.expression(text);
  }

  async #value(
    place: EvaluationPlace,
    text: string,
    context: string | undefined,
  ): Promise<Protocol.Runtime.RemoteObject> {
    const { isPaused } = place.thread;
    const awaited = isPaused && context !== "hover" ? AWAITED.exec(text)?.[1] : undefined;
    const settled = awaited === undefined ? null : await this.#settled(place, awaited);
    if (settled !== null) return settled;
    if (context === "repl") {
      const code = await this.#program(text);
      const options = { timeout: CONSOLE_MS, isConsole: true };
      return succeeded(
        place,
        await run(place, isPaused ? consoleProgram(code) : code, { ...options, awaitPromise: !isPaused }),
      );
    }
    const code = asExpression(await this.expressions.expression(text).catch(() => text));
    if (context !== "hover") return this.#succeeded(place, code, WATCH_MS);
    return this.#hovered(place, code);
  }

  /** Changes nothing. A private field is a side effect in V8's eyes: it is looked up. */
  async #hovered(place: EvaluationPlace, code: string): Promise<Protocol.Runtime.RemoteObject> {
    const [, object, field] = /^([^#]+?)\??\.(#[\p{ID_Continue}$]+)\s*$/u.exec(code) ?? [];
    if (object !== undefined) {
      const { objectId = "" } = await this.#hovered(place, object);
      const { privateProperties = [] } = await place.thread.cdp.send("Runtime.getProperties", { objectId });
      const value = privateProperties.find(({ name }) => name === field)?.value;
      if (value !== undefined) return value;
    }
    const { exceptionDetails, result } = await run(place, code, { throwOnSideEffect: true, timeout: HOVER_MS });
    if (exceptionDetails?.exception?.description?.startsWith("EvalError: Possible side-effect"))
      throw new Error(adapterErrors.sideEffects(code));
    return succeeded(place, { result, exceptionDetails });
  }

  /** What a promise that is waited for has come to already; null: it is pending, or this is something else. */
  async #settled(place: EvaluationPlace, text: string): Promise<Protocol.Runtime.RemoteObject | null> {
    const code = await this.expressions.expression(text).catch(() => null);
    if (code === null || /\bawait\b/.test(code)) return null;
    const value = await this.#succeeded(place, asExpression(code), WATCH_MS);
    if (value.subtype !== "promise" || value.objectId === undefined) return value;
    const { state, result } = await promiseState(new RemoteCalls(() => place.thread.cdp), value.objectId);
    if (state === "pending" || result === null) return value;
    if (state === "rejected") return succeeded(place, { result, exceptionDetails: thrown(result) });
    return result;
  }

  async #succeeded(place: EvaluationPlace, code: string, timeout: number): Promise<Protocol.Runtime.RemoteObject> {
    const done = await run(place, code, { timeout });
    const { description = "" } = done.exceptionDetails?.exception ?? {};
    if (place.thread.isPaused && /\bawait\b/.test(code) && description.startsWith("SyntaxError"))
      throw new Error(adapterErrors.awaitsWhilePaused());
    return succeeded(place, done);
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

function asExpression(code: string): string {
  return STATEMENT_LIKE.test(code) ? `(${code}\n)` : code;
}

function thrown(exception: Protocol.Runtime.RemoteObject): Protocol.Runtime.ExceptionDetails {
  return { exceptionId: 0, text: "Uncaught", lineNumber: 0, columnNumber: 0, exception };
}
