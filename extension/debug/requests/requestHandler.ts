import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Session } from "../session.js";

/** Answers one of the protocol's requests: gives the body of its response, or throws what the user is told. */
export type RequestHandler<Arguments = never> = (session: Session, args: Arguments) => Promise<object | undefined>;

/** Some of the protocol's requests, by their names. */
export type RequestTable = Readonly<Record<string, RequestHandler>>;

export type { DebugProtocol, Session };
