/** A piece of JavaScript: a name, a sign, or a literal. Comments and blanks are none. */
export interface Token {
  readonly kind: "name" | "sign" | "literal";
  readonly text: string;
  readonly start: number;
}

/** A slash behind one of these divides; behind all else it begins a regular expression. */
const ENDS_VALUE = /^(?:\)|\]|\})$/;
const WORDS_BEFORE_REGEXP = /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|yield|await)$/;
const NAME = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xXbBoO][\da-fA-F_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:[eE][+-]?\d+)?)n?|\d+\./y;
const BLANK = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const STRING = /"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const SIGN = /=>|\?\.|\.\.\.|[\s\S]/y;

/** The tokens of a script; what stands in the braces of template literals is read as code. */
export function tokens(source: string): Token[] {
  const found: Token[] = [];
  /** For each open brace: whether it belongs to a template literal. */
  const braces: boolean[] = [];
  let at = source.startsWith("#!") ? source.indexOf("\n") + 1 : 0;
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  const add = (kind: Token["kind"], text: string) => {
    found.push({ kind, text, start: at });
    at += text.length;
  };
  const addTemplate = (from: number) => {
    const end = templateEnd(source, from);
    if (source.startsWith("${", end.at)) braces.push(true);
    found.push({ kind: "literal", text: "`", start: at });
    at = end.next;
  };
  while (at < source.length) {
    const blank = take(BLANK);
    if (blank !== null && blank !== "") {
      at += blank.length;
      continue;
    }
    const character = source[at];
    if (character === "`") addTemplate(at + 1);
    else if (character === "}" && braces.at(-1) === true) {
      braces.pop();
      addTemplate(at + 1);
    } else if (character === '"' || character === "'") add("literal", take(STRING) ?? character);
    else if (character === "/" && startsRegExp(found.at(-1)) && take(REGEXP) !== null)
      add("literal", take(REGEXP) ?? "/");
    else {
      const name = take(NAME);
      const number = name === null ? take(NUMBER) : null;
      if (name !== null) add("name", name);
      else if (number !== null && number !== "") add("literal", number);
      else {
        if (character === "{") braces.push(false);
        if (character === "}") braces.pop();
        add("sign", take(SIGN) ?? character ?? "");
      }
    }
  }
  return found;
}

function startsRegExp(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === "literal") return false;
  return before.kind === "name" ? WORDS_BEFORE_REGEXP.test(before.text) : !ENDS_VALUE.test(before.text);
}

/** Where the text of a template literal ends: at its backtick, or at the code in it. */
function templateEnd(source: string, from: number): { at: number; next: number } {
  for (let i = from; i < source.length; i++) {
    if (source[i] === "\\") i++;
    else if (source[i] === "`") return { at: i, next: i + 1 };
    else if (source.startsWith("${", i)) return { at: i, next: i + 2 };
  }
  return { at: source.length, next: source.length };
}
