import { realpathSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { globPattern } from "./globPattern.js";

export interface UserCodeOptions {
  /** The runtime's CLI, which may lie behind a link; null: the program has none. */
  readonly runtimeCli: string | null;
  /** Packages, Node and the runtime are not the user's. Default true. */
  readonly justMyCode?: boolean;
  /** Globs of more files that are not the user's; one that begins with `!` takes files out again. */
  readonly skipFiles?: readonly string[];
}

/** Tells the user's code from the code of packages, of Node itself and of the runtime. */
export class UserCode {
  /** What V8 is to step over, as regular expressions for script URLs. Empty: nothing. */
  readonly foreignPatterns: readonly string[];
  /** True when packages, Node and the runtime are not the user's. */
  readonly isJustMine: boolean;
  readonly #foreign: RegExp;
  readonly #others: RegExp;
  readonly #kept: RegExp | null;

  constructor({ runtimeCli, justMyCode = true, skipFiles = [] }: UserCodeOptions) {
    this.isJustMine = justMyCode;
    const always = [`/${escaped("debugBridge.cjs")}$`];
    const others = [...always, "/node_modules/", "^node:", ...runtimePatterns(runtimeCli)];
    const skipped = skipFiles.filter((glob) => !glob.startsWith("!")).map(globPattern);
    const kept = skipFiles.filter((glob) => glob.startsWith("!")).map((glob) => globPattern(glob.slice(1)));
    const foreign = [...(justMyCode ? others : always), ...skipped];
    this.#kept = kept.length === 0 ? null : new RegExp(kept.join("|"));
    this.#foreign = new RegExp(foreign.join("|"));
    this.#others = new RegExp([...others, ...skipped].join("|"));
    // Without the exceptions a pattern says too much; V8's regular expressions know what a URL must not be.
    const except = kept.length === 0 ? "" : `(?!.*(?:${kept.join("|")}))`;
    this.foreignPatterns = foreign.map((pattern) =>
      except === "" ? pattern : `^${except}.*(?:${unanchored(pattern)})`,
    );
  }

  /** True for code that is not to be shown as the user's. @param file a path, or a URL. */
  isForeign(file: string): boolean {
    return this.#isOneOf(this.#foreign, file);
  }

  /** True for packages, Node and the runtime, also when they are shown as if they were the user's. */
  isOthers(file: string): boolean {
    return this.#isOneOf(this.#others, file);
  }

  #isOneOf(pattern: RegExp, file: string): boolean {
    const path = file.replaceAll("\\", "/");
    const decoded = path.startsWith("file://") ? fileURLToPath(path).replaceAll("\\", "/") : path;
    return pattern.test(decoded) && !(this.#kept?.test(decoded) ?? false);
  }
}

/** As a path, and as the URL in which V8 knows it. */
function runtimePatterns(runtimeCli: string | null): string[] {
  if (runtimeCli === null) return [];
  const folder = dirname(realpathSync(runtimeCli)).replaceAll("\\", "/");
  const url = pathToFileURL(resolve(folder)).href;
  return [escaped(folder), ...(url.endsWith(folder) ? [] : [escaped(url)])];
}

function unanchored(pattern: string): string {
  return pattern.replace(/^\^/, "");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
