import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";

export function isException(event: Protocol.Debugger.PausedEvent): boolean {
  return event.reason === "exception" || event.reason === "promiseRejection";
}

/** Name and message of what was thrown. */
export function exceptionText(event: Protocol.Debugger.PausedEvent): string {
  const data = event.data as { description?: string } | undefined;
  return data?.description?.split("\n    at ")[0] ?? "An exception was thrown.";
}

/** Why the editor says that the program has stopped. @param asked what the user asked for, when no breakpoint was hit. */
export function stopReason(event: Protocol.Debugger.PausedEvent, hit: readonly number[], asked: string | null): string {
  if (isException(event)) return "exception";
  if (hit.length > 0) return "breakpoint";
  return asked ?? "step";
}

export function exceptionInfo(
  event: Protocol.Debugger.PausedEvent | null,
): DebugProtocol.ExceptionInfoResponse["body"] {
  if (event === null || !isException(event)) return { exceptionId: "", breakMode: "never" };
  const data = event.data as { className?: string; description?: string } | undefined;
  return {
    exceptionId: data?.className ?? "Error",
    description: exceptionText(event),
    breakMode: "always",
    details: { stackTrace: data?.description ?? "" },
  };
}
