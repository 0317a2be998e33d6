/** `const a = 1`, `let { a, b } = …` at the beginning of what is typed. */
const DECLARATION = /^\s*(?:const|let|var)\s+([\w$]+|\[[^=]*\]|\{[^=]*\})\s*=\s*/;

/** Tensors that a name is given are there as long as the name: tfjs frees none that says so. */
const KEEP = "((value) => { if (value?.kept === false) value.kept = true; return value; })";

/**
 * What is typed into the console of a paused program, as code for one of its frames. What it declares would be gone at once: it becomes a
 * global variable. What it awaits cannot come while the program is paused: it becomes a promise.
 */
export function consoleProgram(code: string): string {
  const kept = (value: string) => `${KEEP}((${value}))`;
  const declared = DECLARATION.exec(code);
  if (declared !== null && !hasMore(code, declared[0].length)) {
    const value = code.slice(declared[0].length).replace(/;\s*$/, "");
    const target = declared[1] ?? "";
    if (/^[\w$]+$/.test(target)) return `globalThis[${JSON.stringify(target)}] = ${kept(value)}`;
    return `void Object.assign(globalThis, (() => { const ${target} = ${kept(value)}; return { ${names(target)} }; })())`;
  }
  return /\bawait\b/.test(code) ? `(async () => (${code.replace(/;\s*$/, "")}\n))()` : code;
}

/** The names that a pattern declares: `{ a, b: c }` declares `a` and `c`. */
function names(pattern: string): string {
  return (pattern.match(/(?:[\w$]+\s*:\s*)?[\w$]+/g) ?? []).map((part) => part.replace(/^.*:\s*/, "")).join(", ");
}

/** More statements follow: they see the declared name as it is. */
function hasMore(code: string, from: number): boolean {
  return /;\s*\S/.test(code.slice(from));
}
