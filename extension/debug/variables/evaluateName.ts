/** Members and calls of a name, which need no parentheses before a dot. */
const CHAIN =
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\??\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*|\[[^[\]]*\]|\([^()]*\))*$/u;

/**
 * The expression for a property of what another expression gives.
 *
 * @param parent "": the names are variables; null: no expression gives it.
 * @param name one in parentheses or brackets, such as `(return value)`, is ours and no expression.
 */
export function propertyName(parent: string | null, name: string): string | null {
  if (parent === null || /^[([]/.test(name)) return null;
  if (parent === "") return name;
  if (/^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${parent}.${name}`;
  return /^(0|[1-9]\d{0,9})$/.test(name) ? `${parent}[${name}]` : `${parent}[${JSON.stringify(name)}]`;
}

/** The expression for a property under a symbol: only the language's own can be named. @param symbol as V8 describes it. */
export function symbolName(parent: string | null, symbol: string): string | null {
  const known = /^Symbol\((Symbol\.\w+)\)$/.exec(symbol)?.[1];
  return parent === null || parent === "" || known === undefined ? null : `${parent}[${known}]`;
}

/** An expression that others can be made of: `a || b` as `(a || b)`. */
export function asParent(expression: string): string {
  const text = expression.trim().replace(/;$/, "");
  return CHAIN.test(text) ? text : `(${text})`;
}
