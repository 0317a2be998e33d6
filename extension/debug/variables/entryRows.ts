import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Container, EntriesContainer } from "./container.js";
import type { NamedValue } from "./remoteCalls.js";
import type { NumberFormat } from "./valueText.js";
import type { VariableRows } from "./variableRows.js";

/** The rows of a Map's or a Set's entries; one whose key is an object opens to the pair of the two. */
export async function entryRows(
  rows: VariableRows,
  entries: readonly NamedValue[],
  { objectId: mapId, evaluateName }: EntriesContainer,
  add: (container: Container) => number,
  format: NumberFormat,
): Promise<DebugProtocol.Variable[]> {
  const shown = await rows.of(entries, evaluateName, format);
  return shown.map((row, i) => {
    const { expression, value } = entries[i] as NamedValue;
    if (expression !== null || value.objectId === undefined) return row;
    const [objectId, index] = [value.objectId, Number(row.name)];
    return { ...row, variablesReference: add({ kind: "pair", objectId, evaluateName, mapId, index }) };
  });
}
