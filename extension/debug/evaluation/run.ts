import type { Protocol } from "devtools-protocol";
import { adapterErrors } from "../adapterErrors.js";
import { type ProgramThread, SHOWN } from "../threads/programThread.js";

/** Where to evaluate. */
export interface EvaluationPlace {
  readonly thread: ProgramThread;
  /** Undefined: outside of any function. */
  readonly frame: Protocol.Debugger.CallFrame | undefined;
}

interface RunOptions {
  /** In ms: the program goes on as if the code had never returned. */
  readonly timeout: number;
  readonly throwOnSideEffect?: boolean;
  readonly awaitPromise?: boolean;
  /** Also knows what consoles have: `require`. */
  readonly isConsole?: boolean;
}

interface Evaluated {
  readonly result: Protocol.Runtime.RemoteObject;
  readonly exceptionDetails?: Protocol.Runtime.ExceptionDetails | undefined;
}

/** Evaluates JavaScript. @throws when it did not end in time. */
export async function run(
  { thread, frame }: EvaluationPlace,
  expression: string,
  { awaitPromise = false, isConsole = false, ...options }: RunOptions,
): Promise<Evaluated> {
  const asked = { expression, silent: true, objectGroup: SHOWN, includeCommandLineAPI: isConsole, ...options };
  try {
    return await (frame === undefined
      ? // As in a REPL only while the thread runs: that answers with the next microtask, and a paused thread has none.
        thread.cdp.send("Runtime.evaluate", {
          ...asked,
          replMode: !thread.isPaused,
          ...(awaitPromise ? { awaitPromise } : {}),
        })
      : thread.cdp.send("Debugger.evaluateOnCallFrame", { ...asked, callFrameId: frame.callFrameId }));
  } catch (error) {
    if (error instanceof Error && error.message.includes("Execution was terminated"))
      throw new Error(adapterErrors.endless(options.timeout / 1000));
    throw error;
  }
}

/** @throws the exception that the expression has thrown, as the user reads it. */
export async function succeeded(
  { thread }: EvaluationPlace,
  { result, exceptionDetails }: Evaluated,
): Promise<Protocol.Runtime.RemoteObject> {
  if (exceptionDetails === undefined) return result;
  const { exception, text } = exceptionDetails;
  if (exception === undefined) throw new Error(text);
  if (exception.subtype === "error" && exception.description !== undefined)
    throw new Error(exception.description.split("\n    at ")[0]);
  throw new Error(`Uncaught ${(await thread.variables.show(exception)).result}`);
}
