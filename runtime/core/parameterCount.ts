/** Whether a function takes a parameter at a place, counted from 0. */
export function takesParameter(f: (...args: never[]) => unknown, place: number): boolean {
  return parameterCount(f) > place;
}

/**
 * How many parameters a function takes, those with a default among them, which `length` leaves out; Infinity for `...rest`, and where its
 * text does not tell.
 */
function parameterCount(f: (...args: never[]) => unknown): number {
  const text = String(f);
  const start = text.indexOf("(");
  if (start < 0) return Number.POSITIVE_INFINITY;
  let [depth, commas, isEmpty] = [0, 0, true];
  for (let i = start; i < text.length; i++) {
    const character = text[i] as string;
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (/["'`/]/.test(character)) return Number.POSITIVE_INFINITY;
    else if (character === "," && depth === 1 && !/^\s*\)/.test(text.slice(i + 1))) commas++;
    if (depth === 0) return isEmpty ? 0 : commas + 1;
    if (text.startsWith("...", i) && depth === 1) return Number.POSITIVE_INFINITY;
    if (i > start && !/\s/.test(character)) isEmpty = false;
  }
  return Number.POSITIVE_INFINITY;
}
