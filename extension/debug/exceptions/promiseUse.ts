import type { Token } from "../../../runtime/protocol/sourceTokens.js";

/** What the code around a call does with the promise that it gives. */
export type PromiseUse =
  /** Somebody takes care of its rejection. */
  | "handled"
  | "awaited"
  /** It goes to whoever has called the function that the call is in. */
  | "returned"
  /** Nobody waits for it. */
  | "dropped"
  /** It is put somewhere. */
  | "kept";

const COMBINED = new Set(["all", "race", "any"]);
/** A handler with one of these only tells of the error, and ends the program. */
const REPORTS = new Set(["console", "exit", "exitCode"]);

/** @param at index of the call's name, or of its `new`. */
export function promiseUse(list: readonly Token[], at: number): PromiseUse {
  const text = (i: number): string => list[i]?.text ?? "";
  const open = argumentsOf(list, at);
  if (open === null) return "kept";
  for (let close = matching(list, open); isDot(text(close + 1)) && text(close + 3) === "("; ) {
    const [method, next] = [text(close + 2), matching(list, close + 3)];
    const handlers = list.slice(close + 4, next);
    if (method === "catch") return handlers.some((token) => REPORTS.has(token.text)) ? "dropped" : "handled";
    if (method === "then" && hasComma(handlers)) return "handled";
    if (method !== "then" && method !== "finally") break;
    close = next;
  }
  return useOf(list, expressionStart(list, at));
}

/** True for `new Promise(…)`, whose function throws, and for `Promise.reject(…)`. @param at index of the call's name, or of its `new`. */
export function givesRejection(list: readonly Token[], at: number): boolean {
  const [name, promise] = [list[at]?.text, list[at + 1]?.text];
  return (name === "new" && promise === "Promise") || (name === "reject" && list[at - 2]?.text === "Promise");
}

/** True for a function that gives a promise. @param start offset behind the brace that opens its body, or of its expression. */
export function isAsyncFunction(list: readonly Token[], start: number): boolean {
  const body = list.findIndex((token) => token.start >= start);
  let at = (body < 0 ? list.length : body) - 1;
  const text = () => list[at]?.text ?? "";
  if (text() === "{") at--;
  if (text() === "=>") at--;
  at = text() === ")" ? opening(list, at) - 1 : at - 1;
  if (text() === "async") return true;
  // A name, a star and `function` may stand between.
  for (let i = 0; i < 3 && /^(?:[\w$#]+|\*|\])$/.test(text()); i++) {
    at = text() === "]" ? opening(list, at) - 1 : at - 1;
    if (text() === "async") return true;
  }
  return false;
}

/** @param start index of the first token of an expression. */
function useOf(list: readonly Token[], start: number): PromiseUse {
  const before = list[start - 1]?.text ?? ";";
  if (before === "await") return "awaited";
  if (before === "return" || before === "=>") return "returned";
  if ([";", "{", "}", ")", "void", "else"].includes(before)) return "dropped";
  if (before !== "(" && before !== "," && before !== "[") return "kept";
  const around = enclosing(list, start - 1);
  const name = list[around - 1];
  if (list[around]?.text !== "(") return list[around]?.text === "[" ? useOf(list, around) : "kept";
  if (name?.kind !== "name") return useOf(list, around);
  if (name.text === "allSettled") return "handled";
  return COMBINED.has(name.text) ? promiseUse(list, around - 1) : "kept";
}

/** Index of the parenthesis that opens the arguments of a call; null: it is none. */
function argumentsOf(list: readonly Token[], at: number): number | null {
  let i = list[at]?.text === "new" ? at + 1 : at;
  while (isDot(list[i + 1]?.text) && list[i + 2]?.kind === "name") i += 2;
  if (list[i + 1]?.text === "?.") i++;
  return list[i + 1]?.text === "(" ? i + 1 : null;
}

/** `a.b(c)[d].call`: index of where an expression begins that ends with a name. */
function expressionStart(list: readonly Token[], at: number): number {
  let i = at;
  while (isDot(list[i - 1]?.text)) {
    i -= 2;
    while (/^[)\]]$/.test(list[i]?.text ?? "")) {
      i = opening(list, i);
      const before = list[i - 1];
      if (before?.kind === "name" || /^[)\]]$/.test(before?.text ?? "")) i--;
      else break;
    }
  }
  return list[i - 1]?.text === "new" ? i - 1 : i;
}

/** Index of the sign that opens what a place is directly in; -1: nothing. */
function enclosing(list: readonly Token[], from: number): number {
  for (let i = from; i >= 0; i--) {
    const { kind, text } = list[i] as Token;
    if (kind !== "sign") continue;
    if (/^[)\]}]$/.test(text)) i = opening(list, i);
    else if (/^[([{]$/.test(text)) return i;
  }
  return -1;
}

function matching(list: readonly Token[], open: number): number {
  let depth = 0;
  for (let i = open; i < list.length; i++) {
    const { kind, text } = list[i] as Token;
    if (kind === "sign" && /^[([{]$/.test(text)) depth++;
    if (kind === "sign" && /^[)\]}]$/.test(text) && --depth === 0) return i;
  }
  return list.length;
}

function opening(list: readonly Token[], close: number): number {
  let depth = 0;
  for (let i = close; i >= 0; i--) {
    const { kind, text } = list[i] as Token;
    if (kind === "sign" && /^[)\]}]$/.test(text)) depth++;
    if (kind === "sign" && /^[([{]$/.test(text) && --depth === 0) return i;
  }
  return 0;
}

function hasComma(list: readonly Token[]): boolean {
  let depth = 0;
  return list.some(({ kind, text }, i) => {
    if (kind === "sign" && /^[([{]$/.test(text)) depth++;
    if (kind === "sign" && /^[)\]}]$/.test(text)) depth--;
    return depth === 0 && text === "," && i < list.length - 1;
  });
}

function isDot(text: string | undefined): boolean {
  return text === "." || text === "?.";
}
