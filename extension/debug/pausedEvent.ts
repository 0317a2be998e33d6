import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { ExceptionStop } from "./exceptions/exceptionJudge.js";

export function isException(event: Protocol.Debugger.PausedEvent): boolean {
  return event.reason === "exception" || event.reason === "promiseRejection";
}

/** Name and message of what was thrown. */
export function exceptionText(event: Protocol.Debugger.PausedEvent): string {
  const thrown = event.data as Protocol.Runtime.RemoteObject | undefined;
  if (thrown?.type === "string") return String(thrown.value);
  return thrown?.description?.split("\n    at ")[0] ?? String(thrown?.value ?? "An exception was thrown.");
}

const BREAK_MODES = {
  always: "Exception",
  unhandled: "Uncaught exception",
  userUnhandled: "Exception that leaves your code",
} as const;

/** How the editor heads the stop. */
export function exceptionDescription({ breakMode }: ExceptionStop): string {
  return BREAK_MODES[breakMode];
}

/** @param thrown what V8 tells of the exception's own properties. */
export function exceptionInfo(
  event: Protocol.Debugger.PausedEvent,
  { breakMode }: ExceptionStop,
  thrown: { readonly message: string; readonly stack: string; readonly cause: string | null },
): DebugProtocol.ExceptionInfoResponse["body"] {
  const data = event.data as Protocol.Runtime.RemoteObject | undefined;
  const typeName = data?.className ?? data?.type ?? "Error";
  return {
    exceptionId: typeName,
    description: exceptionText(event),
    breakMode,
    details: {
      message: thrown.message,
      typeName,
      stackTrace: thrown.stack,
      ...(thrown.cause === null ? {} : { innerException: [{ message: thrown.cause }] }),
    },
  };
}
