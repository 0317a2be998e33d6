import { type Token, tokens } from "../../runtime/protocol/sourceTokens.js";
import { expressionEnd } from "./expressionEnd.js";
import { arrowName, type FunctionName, nameBefore } from "./functionNames.js";

/** A function: its body stands in braces, or is an arrow function's expression. */
export interface OutlinedFunction extends FunctionName {
  /** Offset behind the brace that opens its body, or of its expression. */
  readonly start: number;
  /** Offset of the brace that closes its body, or behind its expression. */
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
  /** Names of functions whose result is awaited, wherever that is. */
  readonly awaited: ReadonlySet<string>;
}

interface Block extends FunctionName {
  readonly kind: "function" | "class" | "try" | "object" | "block";
}

interface Open extends Block {
  readonly start: number;
  /** Of a `try`: names in what is awaited within. */
  readonly awaited: string[];
}

/** Reads a script. Broken code gives what was understood of it. */
export function sourceOutline(source: string): SourceOutline {
  const list = tokens(source);
  const functions: OutlinedFunction[] = [];
  const guarded: GuardedBlock[] = [];
  const awaitedGuarded = new Set<string>();
  const awaited = new Set<string>();
  const braces: Open[] = [];
  /** For each token that closes a parenthesis, the one that opens it. */
  const opening = matchingParentheses(list);
  list.forEach((token, i) => {
    const next = list[i + 1];
    if (token.text === "{") braces.push({ ...blockAt(list, i, opening, braces), start: token.start + 1, awaited: [] });
    if (token.text === "=>" && next !== undefined && next.text !== "{")
      functions.push({
        ...arrowName(list, firstOfArrow(list, i, opening), braces),
        start: next.start,
        end: expressionEnd(list, i + 1, source),
      });
    if (token.text === "await") {
      for (const name of calledInStatement(list, i + 1)) awaited.add(name);
      for (const { kind, awaited } of braces) if (kind === "try") awaited.push(...namesOfStatement(list, i + 1));
    }
    if (token.text !== "}") return;
    const open = braces.pop();
    if (open?.kind === "function")
      functions.push({ name: open.name, owner: open.owner, start: open.start, end: token.start });
    if (open?.kind !== "try" || next?.text !== "catch") return;
    guarded.push({ start: open.start, end: token.start });
    for (const name of open.awaited) awaitedGuarded.add(name);
  });
  return { functions, guarded, awaitedGuarded, awaited };
}

function namesOfStatement(list: readonly Token[], from: number): string[] {
  return restOfStatement(list, from).flatMap(({ kind, text }) => (kind === "name" ? [text] : []));
}

function calledInStatement(list: readonly Token[], from: number): string[] {
  return restOfStatement(list, from).flatMap(({ kind, text }, i, rest) =>
    kind === "name" && rest[i + 1]?.text === "(" && rest[i - 1]?.text !== "new" ? [text] : [],
  );
}

function restOfStatement(list: readonly Token[], from: number): readonly Token[] {
  let end = from;
  while (end < list.length && list[end]?.text !== ";" && list[end]?.text !== "}") end++;
  return list.slice(from, end);
}

/** What begins with the brace at `i`. */
function blockAt(
  list: readonly Token[],
  i: number,
  opening: ReadonlyMap<number, number>,
  enclosing: readonly Open[],
): Block {
  const text = list[i - 1]?.text ?? "";
  if (text === "try") return { kind: "try", name: "", owner: null };
  if (text === "=>") return { kind: "function", ...arrowName(list, firstOfArrow(list, i - 1, opening), enclosing) };
  if (text === ")") {
    const name = nameBefore(list, opening.get(i - 1) ?? -1, enclosing);
    return name === null ? { kind: "block", name: "", owner: null } : { kind: "function", ...name };
  }
  const className = classBefore(list, i);
  if (className !== null) return { kind: "class", name: className, owner: null };
  if (text === "=" || text === ":" || text === "(" || text === "," || text === "return")
    return { kind: "object", name: text === "=" || text === ":" ? (list[i - 2]?.text ?? "") : "", owner: null };
  return { kind: "block", name: "", owner: null };
}

/** Where an arrow function begins: at its parameters. @param arrow index of `=>`. */
function firstOfArrow(list: readonly Token[], arrow: number, opening: ReadonlyMap<number, number>): number {
  return list[arrow - 1]?.text === ")" ? (opening.get(arrow - 1) ?? arrow) : arrow - 1;
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

function matchingParentheses(list: readonly Token[]): Map<number, number> {
  const opening = new Map<number, number>();
  const open: number[] = [];
  list.forEach(({ text }, i) => {
    if (text === "(") open.push(i);
    else if (text === ")") opening.set(i, open.pop() ?? -1);
  });
  return opening;
}
