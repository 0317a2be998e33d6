import type { DebugProtocol } from "@vscode/debugprotocol";
import { BATCH_FILTERS } from "./batches/batchFilters.js";
import { EXCEPTION_FILTERS } from "./exceptions/exceptionFilters.js";

/** What this adapter can do, as it tells the editor. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsFunctionBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsClipboardContext: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: [".", "[", '"', "'", "#"],
  supportsSetVariable: true,
  supportsSetExpression: true,
  supportsStepInTargetsRequest: true,
  supportsRestartFrame: true,
  supportsRestartRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsExceptionInfoRequest: true,
  supportsExceptionFilterOptions: true,
  supportsDelayedStackTraceLoading: true,
  supportsLoadedSourcesRequest: true,
  supportsCancelRequest: true,
  supportsReadMemoryRequest: true,
  supportsWriteMemoryRequest: true,
  supportsValueFormattingOptions: true,
  exceptionBreakpointFilters: [...EXCEPTION_FILTERS, ...BATCH_FILTERS],
};
