import type { Token } from "../../runtime/protocol/sourceTokens.js";

/** A function's own name, or that of the variable or property that it is given to, and whose member it is. */
export interface FunctionName {
  /** Empty: it has none. */
  readonly name: string;
  /** The class, or the object literal's variable or property, that it is a member of; null: of none. */
  readonly owner: string | null;
}

/** What encloses a function. */
export interface Enclosing {
  readonly kind: string;
  readonly name: string;
}

const NAMELESS: FunctionName = { name: "", owner: null };
const QUOTED = /^(["'])(.*)\1$/;
/** Names that stand before parentheses and a brace and are no functions. */
const NOT_METHODS = new Set([
  ...["if", "for", "while", "switch", "catch", "with"],
  ...["function", "return", "await", "of", "in"],
]);

/** The name that an arrow function is given to. @param start index of its first token. @param enclosing the outermost first. */
export function arrowName(list: readonly Token[], start: number, enclosing: readonly Enclosing[]): FunctionName {
  return assignedName(list, start - 1, enclosing);
}

/**
 * The name of `name(…) {`, `function name(…) {`, `name = function (…) {`.
 *
 * @param open index of the parenthesis. @returns null: it is no function, as in `if (…) {`.
 */
export function nameBefore(list: readonly Token[], open: number, enclosing: readonly Enclosing[]): FunctionName | null {
  const at = open - 1;
  const before = list[at];
  if (before === undefined) return null;
  const star = before.text === "*" ? 1 : 0;
  if (list[at - star]?.text === "function") return assignedName(list, at - star - 1, enclosing);
  const owner = memberOwner(enclosing.at(-1));
  // A computed name, `[Symbol.iterator]() {`.
  if (before.text === "]" && owner !== null) return { name: "", owner };
  const name = propertyName(before);
  if (name === null || (before.kind === "name" && NOT_METHODS.has(name))) return null;
  const isGenerator = list[at - 1]?.text === "*";
  if (list[at - (isGenerator ? 2 : 1)]?.text === "function") return { name, owner: null };
  return owner === null ? null : { name, owner };
}

/** `name = function`, `name: async () =>`, `name = async x =>`. @param at index of the token before the function. */
function assignedName(list: readonly Token[], at: number, enclosing: readonly Enclosing[]): FunctionName {
  const sign = list[at]?.text === "async" ? at - 1 : at;
  const target = list[sign - 1];
  const name = target === undefined ? null : propertyName(target);
  if (name === null || (list[sign]?.text !== "=" && list[sign]?.text !== ":")) return NAMELESS;
  if (list[sign - 2]?.text !== ".") return { name, owner: memberOwner(enclosing.at(-1)) };
  const owner = list[list[sign - 3]?.text === "prototype" ? sign - 5 : sign - 3]?.text ?? null;
  const itself = owner === "this" ? enclosing.findLast(({ kind }) => kind === "class") : undefined;
  return { name, owner: itself?.name ?? owner };
}

function propertyName({ kind, text }: Token): string | null {
  return kind === "name" ? text : (QUOTED.exec(text)?.[2] ?? null);
}

/** Null: its names are no members. */
function memberOwner(enclosing: Enclosing | undefined): string | null {
  return enclosing?.kind === "class" || enclosing?.kind === "object" ? enclosing.name : null;
}
