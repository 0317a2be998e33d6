import { Script } from "node:vm";
import { type Token, tokens } from "../../../runtime/protocol/sourceTokens.js";

/** One statement of what is typed into a console. */
export interface Statement {
  readonly text: string;
  readonly isExpression: boolean;
  /** Names that it declares for the statements behind it. */
  readonly declares: readonly string[];
}

/** A line that begins with one of these goes on with the statement before it. */
const CONTINUES = /^[([`.,;?:+\-*/%&|^<>=!]|^(?:in|instanceof|else|catch|finally|of)$/;

/** The statements of a program, in JavaScript; null: they cannot be told apart. JavaScript's own parser tells where one may end. */
export function statementsOf(code: string): readonly Statement[] | null {
  const found: Statement[] = [];
  let start = 0;
  for (const end of ends(code)) {
    const text = code.slice(start, end);
    if (text.trim() === "" || !parses(text) || !parses(code.slice(end))) continue;
    found.push(statement(text.trim()));
    start = end;
  }
  return code.slice(start).trim() === "" ? found : null;
}

/** True for code that waits for something outside of any function. */
export function awaits(code: string): boolean {
  return /\bawait\b/.test(code) && !isCode(`(function () { ${code}\n })`) && parses(code);
}

function statement(text: string): Statement {
  const isDeclaration = /^(?:async\s+)?(?:function|class)\b/.test(text);
  const isExpression = !isDeclaration && isCode(`(async function () { return (${text.replace(/;$/, "")}\n); })`);
  return { text, isExpression, declares: isExpression ? [] : declaredBy(text) };
}

/** A name is declared where it cannot be declared once more. */
function declaredBy(text: string): string[] {
  const names = new Set(tokens(text).flatMap((token) => (token.kind === "name" ? [token.text] : [])));
  return [...names].filter(
    (name) => isCode(`(async function () { let ${name}; })`) && !parses(`${text}\n;let ${name};`),
  );
}

/** Where statements may end: behind a semicolon or a brace, or a line, outside of all brackets. */
function ends(code: string): number[] {
  const list: readonly Token[] = tokens(code);
  const found: number[] = [];
  let depth = 0;
  list.forEach((token, i) => {
    if ("([{".includes(token.text)) depth++;
    if (")]}".includes(token.text)) depth--;
    const next = list[i + 1];
    const between = code.slice(token.start + token.text.length, next?.start);
    if (depth > 0 || (next !== undefined && CONTINUES.test(next.text))) return;
    if (token.text === ";" || token.text === "}" || between.includes("\n") || next === undefined)
      found.push(next?.start ?? code.length);
  });
  return found;
}

function parses(code: string): boolean {
  return isCode(`(async function () { ${code}\n })`);
}

function isCode(code: string): boolean {
  try {
    // A private name of the paused class is a name like others here.
    new Script(code.replace(/#(?=[\p{ID_Start}$_])/gu, "$$"));
    return true;
  } catch {
    return false;
  }
}
