import { adapterErrors } from "../adapterErrors.js";
import { BLOCK_REQUEST, JSON_REQUEST, TENSOR_REQUEST, tensorRequests } from "../tensors/tensorRequests.js";
import type { RequestHandler, RequestTable, Session } from "./requestHandler.js";

/** All of them name the value that they are about by one of these. */
interface ValueArguments {
  readonly variablesReference?: number;
  readonly memoryReference?: string;
}

/** The bytes and the values of tensors and typed arrays. */
export const valueRequests: RequestTable = Object.fromEntries(
  ["readMemory", "writeMemory", TENSOR_REQUEST, BLOCK_REQUEST, JSON_REQUEST].map((name) => [name, ofThread(name)]),
);

/** Asks the thread whose value it is. */
function ofThread(name: string): RequestHandler {
  return async (session: Session, args: ValueArguments) => {
    const thread = session.threads.ofNumber(args.variablesReference ?? Number(args.memoryReference));
    if (thread?.isPaused !== true) throw new Error(refusal(args));
    const handler = tensorRequests(thread.variables, () => thread.cdp)[name];
    return handler?.(args as never);
  };
}

function refusal({ memoryReference }: ValueArguments): string {
  return memoryReference === undefined ? adapterErrors.notPaused() : adapterErrors.noMemory(memoryReference);
}
