import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { BatchStop } from "../../runtime/protocol/batchStops.js";
import type { ExceptionStop } from "./exceptions/exceptionJudge.js";
import type { ThrownValue } from "./exceptions/thrownValue.js";

export function isException(event: Protocol.Debugger.PausedEvent): boolean {
  return event.reason === "exception" || event.reason === "promiseRejection";
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

export function exceptionInfo({ breakMode, thrown }: ExceptionStop): DebugProtocol.ExceptionInfoResponse["body"] {
  const { typeName, text } = thrown;
  return { exceptionId: typeName, description: text, breakMode, details: details(thrown) };
}

function details({ message, typeName, stack, inner }: ThrownValue): DebugProtocol.ExceptionDetails {
  return {
    message,
    typeName,
    ...(stack === "" ? {} : { stackTrace: stack }),
    ...(inner.length === 0 ? {} : { innerException: inner.map(details) }),
  };
}

/** What a stop at a value or a metric tells, in the place where the editor shows exceptions. */
export function batchInfo({ kind, text }: BatchStop): DebugProtocol.ExceptionInfoResponse["body"] {
  return {
    exceptionId: kind === "nonFinite" ? "Non-finite value" : kind === "metric" ? "Metric condition" : "Batch",
    description: text,
    breakMode: "always",
  };
}

/** The reason of a stop at a batch. Those for which somebody watches values are shown as the editor shows exceptions. */
export function batchReason({ kind }: BatchStop): string {
  return kind === "nonFinite" || kind === "metric" ? "exception" : kind === "runTo" ? "goto" : kind;
}
