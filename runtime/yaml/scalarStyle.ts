/** How a string is written: bare, in single quotes, or in double quotes with escapes. */
export type ScalarStyle = "plain" | "single" | "double";

/** Texts that would be read as something else than a string (YAML 1.1, as Python's reader takes it). */
const NOT_STRINGS: readonly RegExp[] = [
  /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?)$/,
  /^(?:[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  /^(?:[-+]?0b[0-1_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^(?:<<|=|~|null|Null|NULL|)$/,
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?$/,
];

/** PyYAML's choice for a string in block context. */
export function scalarStyle(text: string, role: "key" | "value"): ScalarStyle {
  if (text === "") return "single";
  const needsEscapes = /[^\n\x20-\x7e]/.test(text) || / \n/.test(text);
  const isMultiline = text.includes("\n");
  const spaceAfterBreak = /\n /.test(text);
  if (needsEscapes || spaceAfterBreak || (role === "key" && isMultiline)) return "double";
  return isMultiline || hasIndicators(text) || NOT_STRINGS.some((pattern) => pattern.test(text)) ? "single" : "plain";
}

/** True when a character of YAML's syntax, or a space at an end, would be taken for more than text. */
function hasIndicators(text: string): boolean {
  return (
    /^(?:---|\.\.\.)/.test(text) ||
    /^[#,[\]{}&*!|>'"%@`]/.test(text) ||
    /^[?:-](?:\s|$)/.test(text) ||
    /:(?:\s|$)/.test(text.slice(1)) ||
    /\s#/.test(text) ||
    /^\s|\s$/.test(text)
  );
}
