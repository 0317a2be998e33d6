import { camel } from "../names.js";

/** A call as Python writes it: `EarlyStopping(mode='foo')`. */
export interface PythonCall {
  readonly kind: "call";
  readonly name: string;
  readonly args: readonly unknown[];
  /** Keyword arguments under our names. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Something that is named and not written out, such as `...` or `nn.Linear`. */
export interface PythonName {
  readonly kind: "name";
  readonly name: string;
}

/** The call that a text begins with; null: it begins with none. */
export function parseCall(text: string): PythonCall | null {
  try {
    const value = new PythonText(text).value();
    return isCall(value) ? value : null;
  } catch {
    // Plain English.
    return null;
  }
}

/** The keyword arguments that a text begins with: `devices=-1 on cpu`; null: it begins with none. */
export function parseKeywords(text: string): Readonly<Record<string, unknown>> | null {
  const parser = new PythonText(text);
  const options: Record<string, unknown> = {};
  for (let name = parser.keyword(); name !== null; name = parser.keyword()) {
    options[camel(name)] = parser.value();
    if (!parser.take(",")) break;
  }
  return Object.keys(options).length === 0 ? null : options;
}

export function isCall(value: unknown): value is PythonCall {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "call";
}

const WORDS: Readonly<Record<string, unknown>> = { None: null, True: true, False: false };

/** Reads Python's literals and calls from the start of a text. */
class PythonText {
  #rest: string;

  constructor(text: string) {
    this.#rest = text;
  }

  /** A float that is whole stays text, since JavaScript does not tell 1.0 from 1. */
  value(): unknown {
    const number = this.#match(/^-?\d+(?:\.\d+)?(?:e-?\d+)?/);
    if (number !== null && this.take("**")) return Number(number) ** Number(this.value());
    if (number !== null) return number.endsWith(".0") ? number : Number(number);
    const quoted = this.#match(/^'[^']*'|^"[^"]*"/);
    if (quoted !== null) return quoted.slice(1, -1);
    if (this.take("[")) return this.#list("]");
    if (this.take("(")) return this.#list(")");
    if (this.take("{")) return this.#mapping();
    const name = this.#match(/^(?:\.\.\.|[A-Za-z_][\w.]*)/);
    if (name === null) throw new SyntaxError(`no Python value: ${this.#rest}`);
    if (name in WORDS) return WORDS[name];
    const more = this.take("(") ? this.#call(name) : { kind: "name", name };
    return this.take(".") ? { ...(this.value() as PythonCall), on: more } : more;
  }

  /** The name before an equals sign. */
  keyword(): string | null {
    return this.#match(/^([A-Za-z_]\w*)\s*=(?!=)/)?.replace(/\s*=$/, "") ?? null;
  }

  take(mark: string): boolean {
    if (!this.#rest.startsWith(mark)) return false;
    this.#rest = this.#rest.slice(mark.length).trimStart();
    return true;
  }

  #call(name: string): PythonCall | Readonly<Record<string, unknown>> {
    const args: unknown[] = [];
    const options: Record<string, unknown> = {};
    while (!this.take(")")) {
      const keyword = this.keyword();
      if (keyword === null) args.push(this.value());
      else options[camel(keyword)] = this.value();
      this.take(",");
    }
    // A span of time is its parts.
    if (/(^|\.)timedelta$/.test(name)) return options;
    return { kind: "call", name, args, options };
  }

  #list(end: string): unknown[] {
    const items: unknown[] = [];
    while (!this.take(end)) {
      items.push(this.value());
      this.take(",");
    }
    return items;
  }

  #mapping(): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    while (!this.take("}")) {
      const key = String(this.value());
      this.take(":");
      mapping[key] = this.value();
      this.take(",");
    }
    return mapping;
  }

  #match(pattern: RegExp): string | null {
    const found = pattern.exec(this.#rest)?.[0];
    if (found === undefined) return null;
    this.#rest = this.#rest.slice(found.length).trimStart();
    return found;
  }
}
