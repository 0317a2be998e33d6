import { execFile } from "node:child_process";
import { Script } from "node:vm";

/** A generic call, `f<number>(x)`: JavaScript reads it too, as two comparisons. */
const GENERIC_CALL = /[\w$]\s*<[^<>=]*>\s*\(/;

/**
 * What a user types in a watch, a condition or the console, as JavaScript. Only what JavaScript does not understand costs a transpiler, and
 * the same text only once.
 */
export class TypeScriptExpressions {
  readonly #known = new Map<string, Promise<string>>();

  /** @param esbuild the file of the transpiler; null: there is none, so that types are refused. */
  constructor(private readonly esbuild: () => Promise<string | null>) {}

  /** An expression. @throws what is wrong with it. */
  expression(text: string): Promise<string> {
    return this.#javascript(text, isExpression, (code) => `(${code}\n)`);
  }

  /** An expression, or statements. */
  program(text: string): Promise<string> {
    return this.#javascript(text, isProgram, (code) => code);
  }

  #javascript(
    text: string,
    parses: (code: string) => string | null,
    wrapped: (code: string) => string,
  ): Promise<string> {
    const key = `${parses.name} ${text}`;
    let code = this.#known.get(key);
    if (code === undefined) {
      code = this.#transpiled(text, parses, wrapped);
      this.#known.set(key, code);
      code.catch(() => this.#known.delete(key));
    }
    return code;
  }

  async #transpiled(
    text: string,
    parses: (code: string) => string | null,
    wrapped: (code: string) => string,
  ): Promise<string> {
    const known = withoutPrivateNames(text);
    const wrong = parses(known);
    if (wrong === null && !GENERIC_CALL.test(text)) return text;
    const esbuild = await this.esbuild();
    const plain = esbuild === null ? null : await withoutTypes(esbuild, wrapped(known)).catch(() => null);
    const code = plain?.trim().replace(/;$/, "") ?? null;
    // Types only.
    if (code === "" && parses === isProgram) return "undefined";
    if (code !== null && code !== "" && parses(code) === null) return code.replaceAll(PRIVATE, "#");
    if (wrong === null) return text;
    throw new SyntaxError(`${wrong} in \`${text}\`.`);
  }
}

const PRIVATE = "__lightningPrivate_";

/** Private names are known within their class only; here they are names like others. */
export function withoutPrivateNames(text: string): string {
  return text.replace(/#(?=[\p{ID_Start}$_])/gu, PRIVATE);
}

/** Null when the text is an expression; else what is wrong with it. */
function isExpression(text: string): string | null {
  return syntaxProblem(`(async function () { return (${text}\n); })`);
}

function isProgram(text: string): string | null {
  return isExpression(text) === null ? null : syntaxProblem(`(async function () { ${text}\n })`);
}

function syntaxProblem(code: string): string | null {
  try {
    new Script(code);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs the transpiler as a program of its own: it ends with its answer, and nothing of the experiment's runs in the adapter. */
function withoutTypes(esbuild: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      esbuild,
      ["--loader=ts", "--minify-whitespace", "--log-level=silent", "--target=node20"],
      { windowsHide: true, timeout: 10_000 },
      (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(text);
  });
}
