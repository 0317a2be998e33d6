import type { Protocol } from "devtools-protocol";
import type { CdpTransport } from "../cdpTransport.js";
import { exceptionText } from "../pausedEvent.js";

/** What an exception says of itself. */
export interface ThrownValue {
  readonly message: string;
  readonly stack: string;
  /** Its `cause`, as text; null: it has none. */
  readonly cause: string | null;
}

const READ = `function () {
  const { message, stack, cause } = this;
  return { message: String(message ?? ""), stack: String(stack ?? ""), cause: cause === undefined ? null : String(cause) };
}`;

export async function thrownValue(cdp: CdpTransport, event: Protocol.Debugger.PausedEvent): Promise<ThrownValue> {
  const { objectId } = (event.data ?? {}) as Protocol.Runtime.RemoteObject;
  const known = { message: exceptionText(event), stack: "", cause: null };
  if (objectId === undefined) return known;
  const { result } = await cdp.send("Runtime.callFunctionOn", {
    functionDeclaration: READ,
    objectId,
    silent: true,
    returnByValue: true,
  });
  return (result.value as ThrownValue | undefined) ?? known;
}
