import type { Protocol } from "devtools-protocol";
import type { RemoteCalls } from "./remoteCalls.js";
import { valueText } from "./valueText.js";

/** A promise with what has become of it: `Promise {pending}`, `Promise {fulfilled: 3}`. */
export async function promiseText(calls: RemoteCalls, { objectId }: Protocol.Runtime.RemoteObject): Promise<string> {
  const { state, result } = await promiseState(calls, objectId ?? "");
  if (state === "pending" || result === null) return `Promise {${state}}`;
  const [description] = await calls.describe([result]);
  return `Promise {${state}: ${description?.text ?? valueText(result)}}`;
}

/** @returns `pending`, `fulfilled` or `rejected`, and with what; null: with nothing yet. */
export async function promiseState(
  calls: RemoteCalls,
  objectId: string,
): Promise<{ readonly state: string; readonly result: Protocol.Runtime.RemoteObject | null }> {
  const { internalProperties = [] } = await calls.properties(objectId);
  const partOf = (wanted: string) => internalProperties.find(({ name }) => name === wanted)?.value;
  return {
    state: String(partOf("[[PromiseState]]")?.value ?? "pending"),
    result: partOf("[[PromiseResult]]") ?? null,
  };
}
