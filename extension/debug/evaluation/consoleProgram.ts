import { awaits, type Statement, statementsOf } from "./statements.js";

/** Tensors that a name is given are there as long as the name: tfjs frees none that says so. */
const KEEP = "((value) => { if (value?.kept === false) value.kept = true; return value; })";

/**
 * What is typed into the console of a paused program, as code for one of its frames. What it declares would be gone at once: it becomes
 * global variables. What it awaits cannot come while the program is paused: it becomes a promise, and is done when the program goes on.
 */
export function consoleProgram(code: string): string {
  const statements = statementsOf(code);
  const isAsync = awaits(code);
  const names = [...new Set(statements?.flatMap(({ declares }) => declares) ?? [])];
  if (statements === null || (names.length === 0 && !isAsync)) return code;
  return `(${isAsync ? "async " : ""}() => {${body(statements, names)}\n})()`;
}

/** The statements, with the value of the last one as the result and the names that they have declared as global variables. */
function body(statements: readonly Statement[], names: readonly string[]): string {
  const last = statements.at(-1);
  const before = statements.slice(0, -1).map(({ text }) => `${text}\n`);
  const result = last === undefined ? "undefined" : resultOf(last);
  const globals = names.map((name) => `globalThis[${JSON.stringify(name)}] = ${KEEP}(${name});`);
  return [
    ...before,
    ...(last === undefined || last.isExpression ? [] : [`${last.text}\n`]),
    // A comment at its end would hide what follows.
    `const __lightningResult = (${result}\n);`,
    ...globals,
    "return __lightningResult;",
  ].join("\n");
}

function resultOf({ text, isExpression, declares }: Statement): string {
  if (isExpression) return text.replace(/;$/, "");
  return declares.length === 1 ? (declares[0] ?? "undefined") : "undefined";
}
