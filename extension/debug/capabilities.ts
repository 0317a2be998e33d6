import type { DebugProtocol } from "@vscode/debugprotocol";

/** What this adapter can do, as it tells the editor. */
export const CAPABILITIES: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsExceptionInfoRequest: true,
  exceptionBreakpointFilters: [
    {
      filter: "all",
      label: "Caught exceptions",
      description: "Stops wherever something is thrown, even if it is caught.",
    },
    {
      filter: "uncaught",
      label: "Uncaught exceptions",
      description: "Stops where something is thrown that nothing catches.",
      default: true,
    },
  ],
};
