import { type Token, tokens } from "../../runtime/protocol/sourceTokens.js";

/** A function with a body in braces. */
export interface OutlinedFunction {
  /** Its own name, or that of the variable or property that it is given to; empty: it has none. */
  readonly name: string;
  /** The class, or the object literal's variable, that it is a method of; null: of none. */
  readonly owner: string | null;
  /** Offset behind the brace that opens its body. */
  readonly start: number;
  /** Offset of the brace that closes its body. */
  readonly end: number;
}

/** The block of a `try` that has a `catch`. */
export interface GuardedBlock {
  readonly start: number;
  readonly end: number;
}

/** What a debugger must know of JavaScript that it has not run: which functions there are, and where exceptions are caught. */
export interface SourceOutline {
  readonly functions: readonly OutlinedFunction[];
  readonly guarded: readonly GuardedBlock[];
  /** Names in what is awaited within such a block: whoever of them throws late is caught there. */
  readonly awaitedGuarded: ReadonlySet<string>;
}

type Kind = "function" | "class" | "try" | "object" | "block";

interface Block {
  readonly kind: Kind;
  readonly name: string;
  readonly owner: string | null;
}

interface Open extends Block {
  readonly start: number;
  /** Of a `try`: names in what is awaited within. */
  readonly awaited: string[];
}

/** Names that stand before parentheses and a brace and are no functions. */
const NOT_METHODS = new Set([
  "if",
  "for",
  "while",
  "switch",
  "catch",
  "with",
  "function",
  "return",
  "await",
  "of",
  "in",
]);

/** Reads a script. Broken code gives what was understood of it. */
export function sourceOutline(source: string): SourceOutline {
  const list = tokens(source);
  const functions: OutlinedFunction[] = [];
  const guarded: GuardedBlock[] = [];
  const awaitedGuarded = new Set<string>();
  const braces: Open[] = [];
  /** For each token that closes a parenthesis, the one that opens it. */
  const opening = matchingParentheses(list);
  list.forEach((token, i) => {
    if (token.text === "{")
      braces.push({ ...blockAt(list, i, opening, braces.at(-1)), start: token.start + 1, awaited: [] });
    if (token.text === "await")
      for (const { kind, awaited } of braces) if (kind === "try") awaited.push(...namesOfStatement(list, i + 1));
    if (token.text !== "}") return;
    const open = braces.pop();
    if (open?.kind === "function")
      functions.push({ name: open.name, owner: open.owner, start: open.start, end: token.start });
    if (open?.kind !== "try" || list[i + 1]?.text !== "catch") return;
    guarded.push({ start: open.start, end: token.start });
    for (const name of open.awaited) awaitedGuarded.add(name);
  });
  return { functions, guarded, awaitedGuarded };
}

function namesOfStatement(list: readonly Token[], from: number): string[] {
  const names: string[] = [];
  for (let i = from; i < list.length && list[i]?.text !== ";" && list[i]?.text !== "}"; i++)
    if (list[i]?.kind === "name") names.push(list[i]?.text ?? "");
  return names;
}

/** What begins with the brace at `i`. */
function blockAt(
  list: readonly Token[],
  i: number,
  opening: ReadonlyMap<number, number>,
  outer: Open | undefined,
): Block {
  const before = list[i - 1];
  const text = before?.text ?? "";
  if (text === "try") return { kind: "try", name: "", owner: null };
  if (text === "=>") return { kind: "function", ...arrowName(list, i - 1, opening, outer) };
  if (text === ")") return withParameters(list, opening.get(i - 1) ?? -1, outer);
  const className = classBefore(list, i);
  if (className !== null) return { kind: "class", name: className, owner: null };
  if (text === "=" || text === ":" || text === "(" || text === "," || text === "return")
    return { kind: "object", name: text === "=" ? (list[i - 2]?.text ?? "") : "", owner: null };
  return { kind: "block", name: "", owner: null };
}

/** `name(…) {`, `function name(…) {`, `if (…) {`. */
function withParameters(list: readonly Token[], open: number, outer: Open | undefined): Block {
  const none = { kind: "block", name: "", owner: null } as const;
  let at = open - 1;
  const before = list[at];
  if (before === undefined) return none;
  if (before.text === "function" || (before.text === "*" && list[at - 1]?.text === "function")) {
    if (before.text === "*") at--;
    return { kind: "function", ...assignedName(list, at - 1, outer) };
  }
  // A computed name, `[Symbol.iterator]() {`.
  if (before.text === "]" && isMembers(outer)) return { kind: "function", name: "", owner: outer?.name ?? null };
  if (before.kind !== "name" || NOT_METHODS.has(before.text)) return none;
  const isDeclared =
    list[at - 1]?.text === "function" || (list[at - 1]?.text === "*" && list[at - 2]?.text === "function");
  if (isDeclared) return { kind: "function", name: before.text, owner: null };
  if (isMembers(outer)) return { kind: "function", name: before.text, owner: outer?.name ?? null };
  return none;
}

/** The name that an arrow function is given to. @param arrow index of `=>`. */
function arrowName(
  list: readonly Token[],
  arrow: number,
  opening: ReadonlyMap<number, number>,
  outer: Open | undefined,
): { name: string; owner: string | null } {
  const start = list[arrow - 1]?.text === ")" ? (opening.get(arrow - 1) ?? arrow) : arrow - 1;
  return assignedName(list, start - 1, outer);
}

/** `name = function`, `name: async () =>`, `name = async x =>`. @param at index of the token before the function. */
function assignedName(
  list: readonly Token[],
  at: number,
  outer: Open | undefined,
): { name: string; owner: string | null } {
  const sign = list[at]?.text === "async" ? at - 1 : at;
  const target = list[sign - 1];
  const isGiven = (list[sign]?.text === "=" || list[sign]?.text === ":") && target?.kind === "name";
  if (!isGiven) return { name: "", owner: null };
  if (list[sign - 2]?.text === ".") {
    const owner = list[sign - 3]?.text === "prototype" ? sign - 5 : sign - 3;
    return { name: target.text, owner: list[owner]?.text ?? null };
  }
  return { name: target.text, owner: isMembers(outer) ? (outer?.name ?? null) : null };
}

/** `class Name extends Base {`; an unnamed class has the name of its variable. */
function classBefore(list: readonly Token[], brace: number): string | null {
  for (let i = brace - 1; i >= 0 && i > brace - 60; i--) {
    const { text } = list[i] ?? { text: ";" };
    if (text === ";" || text === "{" || text === "}" || text === "=>") return null;
    if (text !== "class" || list[i - 1]?.text === ".") continue;
    const name = list[i + 1];
    if (name !== undefined && i + 1 < brace && name.text !== "extends") return name.text;
    return list[i - 1]?.text === "=" ? (list[i - 2]?.text ?? "") : "";
  }
  return null;
}

function isMembers(open: Open | undefined): boolean {
  return open?.kind === "class" || open?.kind === "object";
}

function matchingParentheses(list: readonly Token[]): Map<number, number> {
  const opening = new Map<number, number>();
  const open: number[] = [];
  list.forEach(({ text }, i) => {
    if (text === "(") open.push(i);
    else if (text === ")") opening.set(i, open.pop() ?? -1);
  });
  return opening;
}
