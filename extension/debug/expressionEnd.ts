import type { Token } from "../../runtime/protocol/sourceTokens.js";

/** Words that go on with an expression, at the beginning of a line too. */
const GOES_ON = new Set(["in", "of", "instanceof"]);

/**
 * Where an expression ends that a comma, a semicolon, a closing sign or a new line may end.
 *
 * @param from index of its first token. @returns an offset.
 */
export function expressionEnd(list: readonly Token[], from: number, source: string): number {
  let depth = 0;
  for (let i = from; i < list.length; i++) {
    const { text, kind, start } = list[i] as Token;
    const isSign = kind === "sign";
    if (depth === 0 && isSign && /^[,;)\]}]$/.test(text)) return start;
    if (depth === 0 && i > from && beginsStatement(list[i - 1], list[i], source)) return start;
    if (isSign && /^[([{]$/.test(text)) depth++;
    if (isSign && /^[)\]}]$/.test(text)) depth--;
  }
  return source.length;
}

/** A name behind a value, on a line of its own: nobody has written the semicolon. */
function beginsStatement(before: Token | undefined, token: Token | undefined, source: string): boolean {
  if (before === undefined || token === undefined || token.kind !== "name" || GOES_ON.has(token.text)) return false;
  const isValue =
    before.kind === "sign"
      ? /^[)\]}]$/.test(before.text)
      : !/^(?:await|new|typeof|void|delete|yield|in|of|instanceof)$/.test(before.text);
  return isValue && source.slice(before.start + before.text.length, token.start).includes("\n");
}
