import { StoppedEvent } from "@vscode/debugadapter";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Protocol } from "devtools-protocol";
import type { BatchStop } from "../../../runtime/protocol/batchStops.js";
import type { Breakpoint } from "../breakpoints/breakpoint.js";
import type { ExceptionStop } from "../exceptions/exceptionJudge.js";
import { exceptionDescription } from "../pausedEvent.js";

/** A pause that the user is to see. */
export interface Stop {
  /** Where V8 has paused. */
  readonly event: Protocol.Debugger.PausedEvent;
  readonly exception: ExceptionStop | null;
  readonly batch: BatchStop | null;
  /** The editor's breakpoints that were hit. */
  readonly hits: readonly Breakpoint[];
  /** The protocol's reason when it is neither for an exception nor for a breakpoint. */
  readonly reason: string;
}

/** What the editor is told of a stop. */
export function stoppedEvent(stop: Stop, threadId: number, allThreadsStopped: boolean): DebugProtocol.StoppedEvent {
  const stopped: DebugProtocol.StoppedEvent = new StoppedEvent(reasonOf(stop), threadId);
  Object.assign(stopped.body, { allThreadsStopped, hitBreakpointIds: stop.hits.map(({ id }) => id), ...textsOf(stop) });
  return stopped;
}

function reasonOf({ exception, hits, reason }: Stop): string {
  if (exception !== null) return "exception";
  if (hits.length === 0) return reason;
  return hits.every(({ target }) => target.kind === "function") ? "function breakpoint" : "breakpoint";
}

function textsOf({ exception, batch }: Stop): Pick<DebugProtocol.StoppedEvent["body"], "text" | "description"> {
  if (exception !== null) return { text: exception.thrown.text, description: exceptionDescription(exception) };
  return batch === null ? {} : { text: batch.text, description: batch.text };
}
