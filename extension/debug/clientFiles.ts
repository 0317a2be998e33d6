import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { realFile } from "./scripts.js";

/** A folder or a file where it lies, and as the client calls it. */
interface Link {
  readonly real: string;
  readonly name: string;
}

/** Files as the client calls them. Node knows a file by where it lies, but a client that has opened it over a link means that one. */
export class ClientFiles {
  #links: readonly Link[] = [];

  /** The client has called a file so. */
  learn(name: string): void {
    if (!isAbsolute(name)) return;
    let link: Link = { real: realFile(name), name };
    // The newest name counts.
    this.#links = this.#links.filter((known) => below(known.real, link.real) === null);
    if (link.real === name) return;
    while (basename(link.real) === basename(link.name) && dirname(link.name) !== link.name)
      link = { real: dirname(link.real), name: dirname(link.name) };
    this.#links = [link, ...this.#links];
  }

  /** What the client calls a file. */
  name(file: string): string {
    for (const { real, name } of this.#links) {
      const path = below(real, file);
      const named = path === null ? file : join(name, path);
      if (named !== file && realFile(named) === file) return named;
    }
    return file;
  }
}

/** The rest of a path below a folder; null: it is not below it. */
function below(folder: string, file: string): string | null {
  const path = relative(folder, file);
  return path.startsWith("..") || isAbsolute(path) ? null : path;
}
