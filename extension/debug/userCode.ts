import { realpathSync } from "node:fs";
import { dirname } from "node:path";

/** Tells the user's code from the code of packages, of Node itself and of the runtime. */
export class UserCode {
  /** What V8 is to step over, as regular expressions for script URLs. */
  readonly foreignPatterns: readonly string[];
  readonly #foreign: RegExp;

  /** @param runtimeCli the runtime's CLI, which may lie behind a link. */
  constructor(runtimeCli: string) {
    const runtime = dirname(realpathSync(runtimeCli)).replaceAll("\\", "/");
    this.foreignPatterns = ["/node_modules/", "^node:", escaped(encodeURI(runtime))];
    this.#foreign = new RegExp(["/node_modules/", "^node:", escaped(runtime)].join("|"));
  }

  /** @param file a path, or a URL of Node's own code. */
  isForeign(file: string): boolean {
    return this.#foreign.test(file.replaceAll("\\", "/"));
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
