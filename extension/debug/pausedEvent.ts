import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { BatchStop } from "../../runtime/protocol/batchStops.js";
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

/** What the editor says of a stop, beside its reason. */
export function stopTexts(
  event: Protocol.Debugger.PausedEvent,
  exception: ExceptionStop | null,
  batch: BatchStop | null,
): { readonly text?: string; readonly description?: string } {
  if (exception !== null) return { text: exceptionText(event), description: exceptionDescription(exception) };
  return batch === null ? {} : { text: batch.text, description: batch.text };
}
