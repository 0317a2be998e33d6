import { CapabilitiesEvent } from "@vscode/debugadapter";
import { CAPABILITIES } from "../capabilities.js";
import type { DebugProtocol, RequestTable, Session } from "./requestHandler.js";

/** How a session begins and ends. */
export const lifecycleRequests: RequestTable = {
  async initialize(session: Session, args: DebugProtocol.InitializeRequestArguments) {
    session.progress.isSupported = args.supportsProgressReporting === true;
    return CAPABILITIES;
  },
  async launch(session: Session, args: DebugProtocol.LaunchRequestArguments) {
    await session.launch(args);
    return undefined;
  },
  async attach(session: Session, args: DebugProtocol.AttachRequestArguments) {
    session.send(new CapabilitiesEvent({ supportsRestartRequest: false }));
    await session.attach(args);
    return undefined;
  },
  async configurationDone(session: Session) {
    session.configured();
    return undefined;
  },
  async restart(session: Session, { arguments: args }: DebugProtocol.RestartArguments = {}) {
    await session.restart(args);
    return undefined;
  },
  async terminate(session: Session) {
    void session.terminate();
    return undefined;
  },
  // The editor's second click on "Stop" comes as this: the user does not want to wait.
  async disconnect(session: Session, { terminateDebuggee }: DebugProtocol.DisconnectArguments = {}) {
    await session.disconnect(terminateDebuggee);
    return undefined;
  },
};
