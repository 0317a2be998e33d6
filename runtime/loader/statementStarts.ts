import { type Token, tokens } from "../protocol/sourceTokens.js";

/** Statements before which no other may stand, or that V8 does not stop at just once, at their beginning. */
const UNSUITABLE = new Set([
  ...["function", "class", "export", "import", "static", "async", "enum", "get", "set"],
  ...["else", "case", "default", "catch", "finally", "do", "while", "try", "with"],
  ...["break", "continue", "debugger", "in", "of", "instanceof", "extends"],
]);
const SIGNS = new Set(["(", "[", "!", "+", "-", "~"]);
/** Names before a brace that opens a block. */
const OPENS_BLOCK = new Set(["else", "try", "finally", "do", "catch", "static"]);

/**
 * Says of places in a script whether another statement may be put there, such that it runs whenever V8 would stop at a breakpoint there. In
 * doubt they are refused. The script is as esbuild prints it: each statement on a line of its own, ended by a semicolon or a brace.
 */
export class StatementStarts {
  readonly #list: readonly Token[];
  /** For each token: what encloses it. */
  readonly #within: readonly ("block" | "other")[];
  readonly #indexes: ReadonlyMap<number, number>;

  constructor(private readonly code: string) {
    this.#list = tokens(code);
    this.#within = enclosing(this.#list);
    this.#indexes = new Map(this.#list.map(({ start }, i) => [start, i]));
  }

  /** @param offset of its first character. */
  isSuitable(offset: number): boolean {
    const i = this.#indexes.get(offset);
    if (i === undefined || this.#within[i] !== "block") return false;
    const lineStart = this.code.lastIndexOf("\n", offset - 1) + 1;
    if (this.code.slice(lineStart, offset).trim() !== "") return false;
    return this.#followsStatement(i) && this.#stopsOnce(i);
  }

  #followsStatement(i: number): boolean {
    const before = this.#list[i - 1];
    if (before === undefined || [";", "{", "}"].includes(before.text)) return true;
    if (before.text !== ":") return false;
    for (let at = i - 2; at >= 0 && !/^[;{}]$/.test(this.#text(at)); at--)
      if (this.#text(at) === "case" || this.#text(at) === "default") return true;
    return false;
  }

  #stopsOnce(i: number): boolean {
    const token = this.#list[i];
    if (token === undefined || token.kind === "literal") return false;
    if (token.kind === "sign") return SIGNS.has(token.text);
    if (UNSUITABLE.has(token.text) || this.#text(i + 1) === ":") return false;
    if (token.text === "for") return this.#text(i + 1) === "(" && this.#isDeclared(i + 2);
    return !isDeclaration(token.text) || this.#isDeclared(i);
  }

  /** `let a = …`, `const { a } = …`; not `let a;`, where there is nothing to stop at. */
  #isDeclared(i: number): boolean {
    if (!isDeclaration(this.#text(i))) return false;
    const isPattern = ["[", "{"].includes(this.#text(i + 1));
    // Of a loop over the items of something V8 stops at each.
    return isPattern ? this.#text(i - 1) !== "(" : this.#text(i + 2) === "=";
  }

  #text(i: number): string {
    return this.#list[i]?.text ?? "";
  }
}

function isDeclaration(word: string): boolean {
  return word === "let" || word === "const" || word === "var";
}

function enclosing(list: readonly Token[]): ("block" | "other")[] {
  const open: { readonly kind: "block" | "other"; readonly at: number }[] = [];
  const opening = new Map<number, number>();
  return list.map(({ text, kind }, i) => {
    const within = open.at(-1)?.kind ?? "block";
    if (kind !== "sign") return within;
    if (text === "(" || text === "[") open.push({ kind: "other", at: i });
    if (text === "{") open.push({ kind: braceKind(list, i, opening, within), at: i });
    if (text === ")" || text === "]" || text === "}") opening.set(i, open.pop()?.at ?? 0);
    return within;
  });
}

function braceKind(
  list: readonly Token[],
  i: number,
  opening: ReadonlyMap<number, number>,
  within: "block" | "other",
): "block" | "other" {
  const before = list[i - 1];
  if (before === undefined || before.text === "=>" || (before.kind === "name" && OPENS_BLOCK.has(before.text)))
    return "block";
  if (before.text === ")") return isSuperclass(list, (opening.get(i - 1) ?? 0) - 1) ? "other" : "block";
  if ([";", "{", "}"].includes(before.text)) return within;
  return "other";
}

/** `class A extends mixin(B) {`: what is called is a superclass. @param i the token before the parenthesis. */
function isSuperclass(list: readonly Token[], i: number): boolean {
  for (let at = i; at >= 0 && !/^[;{}()]$/.test(list[at]?.text ?? ";"); at--)
    if (list[at]?.text === "extends") return true;
  return false;
}
