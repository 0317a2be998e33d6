import { words } from "./words.js";

/** How Tercom prepares a sentence. */
export interface TercomOptions {
  /** Sets punctuation apart and resolves escaped signs; default false. */
  readonly normalize: boolean;
  /** Leaves punctuation out; default false. */
  readonly noPunctuation: boolean;
  /** Default true. */
  readonly lowercase: boolean;
  /** Also for Chinese and Japanese, with `normalize` and `noPunctuation`; default false. */
  readonly asianSupport: boolean;
}

const ASIAN_PUNCTUATION = /([\u3001\u3002\u3008-\u3011\u3014-\u301f\uff61-\uff65\u30fb])/g;
const FULL_WIDTH_PUNCTUATION = /([\uff0e\uff0c\uff1f\uff1a\uff1b\uff01\uff02\uff08\uff09])/g;

/** The words of a sentence (torchmetrics/functional/text/ter.py, `_TercomTokenizer`). */
export function tercomWords(sentence: string, options: TercomOptions): string[] {
  const { normalize, noPunctuation, lowercase, asianSupport } = options;
  let text = sentence.trimEnd();
  if (lowercase) text = text.toLowerCase();
  if (normalize) {
    text = western(text);
    if (asianSupport) text = asian(text);
  }
  if (noPunctuation) {
    text = text.replace(/[.,?:;!"()]/g, "");
    if (asianSupport) text = text.replace(ASIAN_PUNCTUATION, "").replace(FULL_WIDTH_PUNCTUATION, "");
  }
  return words(text);
}

function western(sentence: string): string {
  return ` ${sentence} `
    .replaceAll("\n-", "")
    .replaceAll("\n", " ")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replace(/([{-~[-` -&(-+:-@/])/g, " $1 ")
    .replaceAll("'s ", " 's ")
    .replace(/'s$/, " 's")
    .replace(/([^0-9])([.,])/gu, "$1 $2 ")
    .replace(/([.,])([^0-9])/gu, " $1 $2")
    .replace(/([0-9])(-)/g, "$1 $2 ");
}

function asian(sentence: string): string {
  return sentence
    .replace(/([\u4e00-\u9fff\u3400-\u4dbf])/g, " $1 ")
    .replace(/([\u31c0-\u31ef\u2e80-\u2eff])/g, " $1 ")
    .replace(/([\u3300-\u33ff\uf900-\ufaff\ufe30-\ufe4f])/g, " $1 ")
    .replace(/([\u3200-\u3f22])/g, " $1 ")
    .replace(/(^|^[\u3040-\u309f])([\u3040-\u309f]+)(?=$|^[\u3040-\u309f])/g, "$1 $2 ")
    .replace(/(^|^[\u30a0-\u30ff])([\u30a0-\u30ff]+)(?=$|^[\u30a0-\u30ff])/g, "$1 $2 ")
    .replace(/(^|^[\u31f0-\u31ff])([\u31f0-\u31ff]+)(?=$|^[\u31f0-\u31ff])/g, "$1 $2 ")
    .replace(ASIAN_PUNCTUATION, " $1 ")
    .replace(FULL_WIDTH_PUNCTUATION, " $1 ");
}
