/** What is being typed: the beginning of a name, and what it is a member of. */
export interface TypedPlace {
  /** The expression before the dot or the bracket; null: there is none, so that it is a variable. */
  readonly object: string | null;
  readonly kind: "variable" | "member" | "private" | "key" | "none";
  /** What of the name is there. */
  readonly typed: string;
}

const NAME = /[\p{ID_Continue}$]*$/u;
/** Words behind which an expression begins. */
const WORD_BEFORE = /\b(?:return|typeof|await|void|delete|in|of|instanceof|new|case|throw|else|yield)\s*$/;

/** @param text what is typed, up to the cursor. */
export function typedPlace(text: string): TypedPlace {
  const key = /\[\s*(["'])((?:(?!\1)[^\\\n])*)$/.exec(text);
  if (key !== null) {
    const object = lastExpression(text.slice(0, key.index));
    if (object !== null) return { object, kind: "key", typed: key[2] ?? "" };
  }
  const typed = NAME.exec(text)?.[0] ?? "";
  const before = text.slice(0, text.length - typed.length);
  const none = { object: null, kind: "none", typed } as const;
  const dot = /\??\.\s*(#?)$/.exec(before);
  if (dot === null) return isInString(text) || /^\d/.test(typed) ? none : { object: null, kind: "variable", typed };
  if (before.endsWith("...")) return { object: null, kind: "variable", typed };
  const object = lastExpression(before.slice(0, dot.index));
  return object === null ? none : { object, kind: dot[1] === "#" ? "private" : "member", typed };
}

/** The end of a text that is one expression: brackets and quotes count as what is in them. */
function lastExpression(text: string): string | null {
  const end = text.trimEnd();
  let at = end.length;
  while (at > 0) {
    const character = end[at - 1] ?? "";
    const start =
      ")]}".includes(character) || /["'`]/.test(character)
        ? openingOf(end, at - 1)
        : /[\p{ID_Continue}$#.?!]/u.test(character)
          ? at - 1
          : -1;
    // A break in a chain of calls, `a\n  .b`.
    const blank = start < 0 && /\s/.test(character) && /^\s*\??\./.test(end.slice(at - 1)) ? at - 1 : start;
    if (blank < 0) break;
    at = blank;
  }
  const isNew = /\bnew\s+$/.test(end.slice(0, at)) && end.endsWith(")");
  const found = end.slice(at).replace(/^(?:\.{3}|[!?.\s])+/, "");
  if (found === "" || /^\d+$/.test(found) || WORD_BEFORE.test(found)) return null;
  return isNew ? `new ${found}` : found;
}

/** Where the bracket or quote at `at` was opened; -1: nowhere. */
function openingOf(text: string, at: number): number {
  const character = text[at] ?? "";
  if (/["'`]/.test(character)) return text.lastIndexOf(character, at - 1);
  let depth = 0;
  for (let i = at; i >= 0; i--) {
    const current = text[i] ?? "";
    if (/["'`]/.test(current)) i = Math.max(0, text.lastIndexOf(current, i - 1));
    else if (")]}".includes(current)) depth++;
    else if ("([{".includes(current) && --depth === 0) return i;
  }
  return -1;
}

/** True within quotes; the braces of a template are none. */
function isInString(text: string): boolean {
  const line = text.slice(text.lastIndexOf("\n") + 1).replace(/\\./g, "");
  const plain = line.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "");
  return /["']/.test(plain) && !plain.includes("`");
}
