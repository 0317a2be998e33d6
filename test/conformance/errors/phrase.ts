import { camel } from "../names.js";
import type { Program } from "./programs.js";
import { parseKeywords } from "./pythonText.js";

/** What the words of a case mean: a pattern, and the program that does it. */
export interface Phrase {
  readonly pattern: RegExp;
  readonly program: (...words: readonly (string | undefined)[]) => unknown;
}

export type EntryPoint = "fit" | "validate" | "test" | "predict";

/** No error of the runtime's: the case is not understood. */
export class UnknownWords extends Error {
  override name = "UnknownWords";
}

/** The program of the first phrase that a text is an instance of; null: it is of none. */
export function programOf(phrases: readonly Phrase[], what: string): Program | null {
  const plain = what.replace(/ \(warning[^)]*\)$/, "");
  for (const { pattern, program } of phrases) {
    const match = pattern.exec(plain);
    if (match !== null) return () => program(...match.slice(1));
  }
  return null;
}

/** Options that stand somewhere in a text: `…, strict=False`; `fast_dev_run` alone is switched on. */
export function optionsIn(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined) return {};
  const named = /\b(fast_dev_run)\b(?!=)/.exec(text)?.[1];
  const quoted = /^(\w+) ('\w+')$/.exec(text);
  if (quoted !== null) return parseKeywords(`${quoted[1]}=${quoted[2]}`) ?? {};
  const first = text.search(/\b[a-z]\w*=/);
  const given = first < 0 ? null : parseKeywords(text.slice(first));
  return { ...(named === undefined ? {} : { [camel(named)]: true }), ...given };
}

/** The entry point that calls a hook. */
export function entryOf(hook: string): EntryPoint {
  if (/test/i.test(hook)) return "test";
  return /predict/i.test(hook) ? "predict" : "fit";
}

/** The loader that an entry point goes through. */
export const LOADER_OF = { fit: "train", validate: "val", test: "test", predict: "predict" } as const;
