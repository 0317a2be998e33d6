import { adapterErrors } from "./adapterErrors.js";

/** Reads the attributes of a launch or an attach request. What is null counts as left out. Each throws what is wrong with a value. */
export class Attributes {
  readonly #given: Readonly<Record<string, unknown>>;

  constructor(given: unknown) {
    this.#given = isRecord(given) ? given : {};
  }

  /** Whatever was given, as it is; undefined: nothing. */
  any(name: string): unknown {
    return this.#given[name] ?? undefined;
  }

  /** Null: none, or an empty one. */
  text(name: string, example: string): string | null {
    const value = this.any(name) ?? "";
    if (typeof value !== "string") throw this.#wrong(name, `a text, such as ${JSON.stringify(example)}`);
    return value === "" ? null : value;
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.any(name) ?? otherwise;
    if (typeof value !== "boolean") throw this.#wrong(name, "true or false");
    return value;
  }

  texts(name: string, example: readonly string[]): string[] {
    const value = this.any(name) ?? [];
    if (!Array.isArray(value) || !value.every(isPlain))
      throw this.#wrong(name, `a list of texts, such as ${JSON.stringify(example)}`);
    return value.map(String);
  }

  /** Texts by their names; undefined: null was given for it. */
  environment(name: string): Record<string, string | undefined> {
    const value = this.record(name, '{ "LIGHTNING_BACKEND": "cpu" }');
    return Object.fromEntries(
      Object.entries(value).map(([variable, text]) => {
        if (text !== null && !isPlain(text)) throw this.#wrong(name, "a text for each variable, or null to remove it");
        return [variable, text === null ? undefined : String(text)];
      }),
    );
  }

  record(name: string, example: string): Readonly<Record<string, unknown>> {
    const value = this.any(name) ?? {};
    if (!isRecord(value)) throw this.#wrong(name, `an object, such as ${example}`);
    return value;
  }

  #wrong(name: string, wanted: string): Error {
    return new Error(adapterErrors.badAttribute(name, JSON.stringify(this.#given[name]), wanted));
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
