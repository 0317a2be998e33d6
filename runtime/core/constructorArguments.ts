import type { Hparams } from "./hparams.js";

type Class = abstract new (...args: never[]) => unknown;

/**
 * The arguments with which a class is made from its hyperparameters. A parameter that has the name of one gets it, as Python's keyword arguments
 * do; the first other parameter, `options` or `{ lr, hidden }`, gets all that are left, as one object.
 */
export function constructorArguments(type: Class, hparams: Readonly<Hparams>): unknown[] {
  const parameters = constructorParameters(type);
  const names = parameters.map((parameter) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*/u.exec(parameter)?.[0] ?? "");
  const rest = Object.fromEntries(Object.entries(hparams).filter(([name]) => !names.includes(name)));
  const object = names.findIndex((name) => !Object.hasOwn(hparams, name));
  return names.map((name, i) => {
    if (Object.hasOwn(hparams, name)) return hparams[name];
    return i === object && Object.keys(rest).length > 0 ? rest : undefined;
  });
}

/** The parameters of the constructor that a class has or inherits, as they are written. */
export function constructorParameters(type: Class): string[] {
  const source = Function.prototype.toString.call(type);
  const found = source.startsWith("class") ? ownParameters(source) : null;
  if (found !== null) return found;
  const parent: unknown = Object.getPrototypeOf(type);
  return typeof parent === "function" && parent !== Function.prototype ? constructorParameters(parent as Class) : [];
}

/** Null: the class has no constructor of its own. */
function ownParameters(source: string): string[] | null {
  let depth = 0;
  for (let i = 0; i < source.length; i = nextToken(source, i)) {
    const character = source[i] as string;
    if (depth === 1 && /^constructor\s*\(/.test(source.slice(i, i + 40)) && !/[\w$#.]/.test(source[i - 1] ?? ""))
      return parametersFrom(source, source.indexOf("(", i) + 1);
    if ("{([".includes(character)) depth++;
    if ("})]".includes(character)) depth--;
  }
  return null;
}

function parametersFrom(source: string, start: number): string[] {
  const parameters: string[] = [];
  let depth = 0;
  let begin = start;
  for (let i = start; i < source.length; i = nextToken(source, i)) {
    const character = source[i] as string;
    const isEnd = depth === 0 && character === ")";
    if (isEnd || (depth === 0 && character === ",")) {
      const text = source.slice(begin, i).trim();
      if (text !== "") parameters.push(text);
      if (isEnd) break;
      begin = i + 1;
    }
    if ("{([".includes(character)) depth++;
    if ("})]".includes(character)) depth--;
  }
  return parameters;
}

/** Where the scan goes on: strings and comments are stepped over. */
function nextToken(source: string, i: number): number {
  const skipped = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/[^\n]*|\/\*[\s\S]*?\*\/)/.exec(
    source.slice(i),
  );
  return i + (skipped?.[0].length ?? 1);
}
