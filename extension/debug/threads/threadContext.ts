import type { DebugProtocol } from "@vscode/debugprotocol";
import type { BatchStop } from "../../../runtime/protocol/batchStops.js";
import type { Breakpoints } from "../breakpoints/breakpoints.js";
import type { ExceptionFilters } from "../exceptions/exceptionFilters.js";
import type { ConsoleOutput } from "../output/consoleOutput.js";
import type { SourceReferences } from "../sourceReferences.js";
import type { UserCode } from "../userCode.js";
import type { ProgramThread } from "./programThread.js";

/** What a thread has in common with the others of its program, and with the editor. */
export interface ThreadContext {
  readonly userCode: UserCode;
  readonly breakpoints: Breakpoints;
  readonly exceptions: ExceptionFilters;
  readonly sources: SourceReferences<ProgramThread>;
  /** The program at whose first line to stop; null: at none. */
  readonly entry: string | null;
  /** True for a file that runs only after a transpiler has been at it. */
  readonly alwaysMapped: (file: string) => boolean;
  readonly isOnlyThread: () => boolean;
  readonly send: (event: DebugProtocol.Event) => void;
  /** A thread has stopped. @param stop why, when it is at a batch. */
  readonly stoppedAtBatch: (thread: ProgramThread, stop: BatchStop | null) => void;
  /** Takes what is said through `console`; null: it is read elsewhere. */
  readonly console: ConsoleOutput | null;
}
