import type { Protocol } from "devtools-protocol";
import type { LocalsContainer } from "./container.js";
import type { NamedValue, RemoteCalls } from "./remoteCalls.js";

/** The variables of a function as one list: an inner name hides an outer one, and stands where the inner one does, as in the source. */
export async function visibleLocals(
  calls: RemoteCalls,
  { scopes, returned }: LocalsContainer,
): Promise<readonly NamedValue[]> {
  const lists = await Promise.all(scopes.map(({ objectId }) => calls.properties(objectId)));
  const byName = new Map<string, Protocol.Runtime.RemoteObject>();
  for (const { result } of lists.reverse()) {
    for (const { name, value } of result) {
      if (value === undefined) continue;
      byName.delete(name);
      byName.set(name, value);
    }
  }
  if (returned !== undefined) byName.set("(return value)", returned);
  return [...byName].map(([name, value]) => ({ name, value }));
}
