import { type Token, tokens } from "../protocol/sourceTokens.js";

/** What may stand before the name of a class's member. */
const BEFORE_MEMBER = new Set(["{", "}", ";", "*", "static", "async", "get", "set", "readonly", "public", "private"]);

/** A class that is being read. */
interface OpenClass {
  /** How many braces are open around its members. */
  readonly depth: number;
  hasComputedName: boolean;
  hasFieldWithArrow: boolean;
}

/**
 * True when Node 20 and 22 (V8 11.3, 12.4) may crash with a debugger: a class has both a member whose name is computed and a field whose value
 * has an arrow function over `this`.
 *
 * @param source TypeScript.
 */
export function hasCrashingClass(source: string): boolean {
  if (!source.includes("=>") || !/\bclass\b/.test(source)) return false;
  const list = tokens(source);
  const classes: OpenClass[] = [];
  let [depth, isClassNext, isInField] = [0, false, false];
  for (const [i, { text }] of list.entries()) {
    const open = classes.at(-1);
    const isMember = open !== undefined && depth === open.depth;
    if (text === "class" && list[i - 1]?.text !== ".") isClassNext = true;
    if (isMember && text === "[" && BEFORE_MEMBER.has(list[i - 1]?.text ?? "")) open.hasComputedName = true;
    if (isMember && text === "=") isInField = true;
    if (isMember && text === ";") isInField = false;
    if (open !== undefined && isInField && text === "=>" && hasThisBehind(list, i)) open.hasFieldWithArrow = true;
    if (text === "{" && ++depth && isClassNext) {
      classes.push({ depth, hasComputedName: false, hasFieldWithArrow: false });
      [isClassNext, isInField] = [false, false];
    }
    if (text !== "}" || depth-- !== open?.depth) continue;
    if (open.hasComputedName && open.hasFieldWithArrow) return true;
    classes.pop();
  }
  return false;
}

/** In the next line or some, where an arrow function's body mostly is. */
function hasThisBehind(list: readonly Token[], arrow: number): boolean {
  return list.slice(arrow, arrow + 400).some(({ text }) => text === "this");
}
