import { tokens } from "../../../runtime/protocol/sourceTokens.js";
import { SUPPORT } from "../program/debuggeeSupport.js";

/** A piece of a log message: text as the user wrote it, or what stands in braces. */
export interface LogPart {
  readonly kind: "text" | "expression";
  readonly text: string;
}

/**
 * Takes a log message apart: `loss is {loss}`. Braces within an expression are its own, as in `{rows.map(({ id }) => id)}`; `\{` and `\}` are
 * text, and so is a brace without its partner, or without anything in it.
 */
export function logParts(message: string): LogPart[] {
  const parts: LogPart[] = [];
  let textFrom = 0;
  let at = 0;
  const endText = () => {
    if (at > textFrom) parts.push({ kind: "text", text: message.slice(textFrom, at) });
  };
  while (at < message.length) {
    const end = message[at] === "{" ? closingBrace(message, at) : null;
    if (end === null) {
      at += /^\\[{}]/.test(message.slice(at, at + 2)) ? 2 : 1;
      continue;
    }
    endText();
    parts.push({ kind: "expression", text: message.slice(at + 1, end) });
    at = end + 1;
    textFrom = at;
  }
  endText();
  return parts;
}

/** The message as a template literal in JavaScript. */
export function logTemplate(message: string): string {
  const shown = logParts(message).map(({ kind, text }) =>
    kind === "text" ? templateText(text) : `\${${SUPPORT}.text(${text})}`,
  );
  return `\`${shown.join("")}\``;
}

/** Where the brace at `from` is closed; null: nowhere, or there is nothing between them. */
function closingBrace(message: string, from: number): number | null {
  let depth = 0;
  for (const [i, { kind, text, start }] of tokens(message.slice(from)).entries()) {
    if (kind !== "sign") continue;
    if (text === "{") depth++;
    if (text === "}" && --depth === 0) return i === 1 ? null : from + start;
  }
  return null;
}

/** In one line: a guard has no more. */
function templateText(text: string): string {
  return text
    .replace(/\\([{}])/g, "$1")
    .replace(/[`\\]/g, "\\$&")
    .replace(/\$(?=\{|$)/g, "\\$")
    .replace(/[\n\r\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
