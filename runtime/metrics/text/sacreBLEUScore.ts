import { requireOneOf } from "../argumentChecks.js";
import { type BLEUOptions, BLEUScore } from "./bleuScore.js";
import { words } from "./words.js";

/** How lines are taken apart into words; those that need a dictionary are not here. */
export type SacreBLEUTokenizer = "none" | "13a" | "zh" | "intl" | "char";

export interface SacreBLEUOptions extends BLEUOptions {
  /** Default "13a", that of the WMT workshops. */
  readonly tokenize?: SacreBLEUTokenizer;
  /** Default false. */
  readonly lowercase?: boolean;
}

/** BLEU with the words of SacreBLEU (torchmetrics/functional/text/sacre_bleu.py). */
export class SacreBLEUScore extends BLEUScore {
  constructor(options: SacreBLEUOptions = {}) {
    super(options, { tokenize: "13a", lowercase: false });
    const { tokenize } = this.options as SacreBLEUOptions;
    requireOneOf(this, "tokenize", tokenize, Object.keys(TOKENIZERS));
  }

  protected override tokens(line: string): string[] {
    if (line === "") return [];
    const { tokenize = "13a", lowercase } = this.options as SacreBLEUOptions;
    const tokenized = TOKENIZERS[tokenize](line);
    return words(lowercase ? tokenized.toLowerCase() : tokenized);
  }
}

const TOKENIZERS: Readonly<Record<SacreBLEUTokenizer, (line: string) => string>> = {
  none: (line) => line,
  "13a": (line) =>
    western(` ${unescaped(line.replaceAll("<skipped>", "").replaceAll("-\n", "").replaceAll("\n", " "))} `),
  zh: (line) => western(Array.from(line.trim(), (char) => (isChinese(char) ? ` ${char} ` : char)).join("")),
  intl: (line) =>
    line
      .replace(/(\P{N})(\p{P})/gu, "$1 $2 ")
      .replace(/(\p{P})(\P{N})/gu, " $1 $2")
      .replace(/(\p{S})/gu, " $1 "),
  char: (line) => [...line].join(" "),
};

function unescaped(line: string): string {
  return line.replaceAll("&quot;", '"').replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
}

function western(line: string): string {
  return line
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
}

/**
 * From the first to the last character of each range. Two of torchmetrics' are written with five digits, which Python reads as four and one
 * more character: they hold what lies between 0x2001 and 0x2a6d, and 0x2f81 and 0x2fa1.
 */
const CHINESE: readonly (readonly [number, number])[] = [
  [0x3400, 0x4db5],
  [0x4e00, 0x9fa5],
  [0x9fa6, 0x9fbb],
  [0xf900, 0xfa2d],
  [0xfa30, 0xfa6a],
  [0xfa70, 0xfad9],
  [0x2001, 0x2a6d],
  [0x2f81, 0x2fa1],
  [0xff00, 0xffef],
  [0x2e80, 0x2eff],
  [0x3000, 0x303f],
  [0x31c0, 0x31ef],
  [0x2f00, 0x2fdf],
  [0x2ff0, 0x2fff],
  [0x3100, 0x312f],
  [0x31a0, 0x31bf],
  [0xfe10, 0xfe1f],
  [0xfe30, 0xfe4f],
  [0x2600, 0x26ff],
  [0x2700, 0x27bf],
  [0x3200, 0x32ff],
  [0x3300, 0x33ff],
];

function isChinese(char: string): boolean {
  const code = char.codePointAt(0) ?? 0;
  return CHINESE.some(([first, last]) => code >= first && code <= last);
}
