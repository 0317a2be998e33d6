import { countText, megabytesText } from "../../../runtime/summary/countText.js";
import type { Outcome } from "../outcome.js";

/** How Lightning writes numbers in a summary: values with their texts, by the name of its function. */
export type FormattingFile = Readonly<Record<string, readonly (readonly [value: number, text: string])[]>>;

const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  get_human_readable_count: countText,
  get_formatted_model_size: megabytesText,
};

export function isFormattingFile(content: unknown): content is FormattingFile {
  return typeof content === "object" && content !== null && Object.keys(FORMATS).some((name) => name in content);
}

/** One case for each number. */
export function runFormattingFile(content: FormattingFile): (() => Promise<Outcome>)[] {
  return Object.entries(FORMATS).flatMap(([fn, format]) =>
    (content[fn] ?? []).map(([value, text]) => async (): Promise<Outcome> => {
      const name = `${fn}(${value})`;
      const got = format(value);
      const difference = { what: "text", expected: JSON.stringify(text), got: JSON.stringify(got) };
      return got === text ? { kind: "passed", name } : { kind: "failed", name, difference };
    }),
  );
}
