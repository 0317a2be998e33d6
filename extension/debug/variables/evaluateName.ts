/**
 * The expression for a property of what another expression gives.
 *
 * @param parent "": the names are variables; null: no expression gives it.
 * @param name one in brackets, such as `(return value)`, is ours and no expression.
 */
export function propertyName(parent: string | null, name: string): string | null {
  if (parent === null || /^[([]/.test(name)) return null;
  if (parent === "") return name;
  if (/^#?[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)) return `${parent}.${name}`;
  return /^(0|[1-9]\d{0,9})$/.test(name) ? `${parent}[${name}]` : `${parent}[${JSON.stringify(name)}]`;
}
