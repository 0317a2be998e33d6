import type { Token } from "../../runtime/protocol/sourceTokens.js";

const BEFORE_BLOCK = new Set(["else", "try", "do", "finally"]);

/** The tokens of a statement from an offset in it to its end. The head of one with blocks, such as `if (…)`, is taken for the whole. */
export function statementTokens(list: readonly Token[], offset: number): readonly Token[] {
  const from = list.findIndex(({ start, text }) => start + text.length > offset);
  if (from < 0) return [];
  let depth = 0;
  for (let i = from; i < list.length; i++) {
    const text = list[i]?.kind === "sign" ? list[i]?.text : "";
    if (depth === 0 && text === "{" && i > from && beginsBlock(list[i - 1])) return list.slice(from, i);
    if (text === "(" || text === "[" || text === "{") depth++;
    if (text === ")" || text === "]" || text === "}") depth--;
    if (depth < 0 || (depth === 0 && text === ";")) return list.slice(from, i);
  }
  return list.slice(from);
}

function beginsBlock({ kind, text }: Token = { kind: "sign", text: ";", start: 0 }): boolean {
  return kind === "sign" ? text === ")" || text === ";" : BEFORE_BLOCK.has(text);
}
