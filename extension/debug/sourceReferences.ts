import { existsSync } from "node:fs";
import { basename } from "node:path";
import type { DebugProtocol } from "@vscode/debugprotocol";
import type { Script } from "./scripts.js";

/** The thread in which a script runs, as far as this is concerned. */
interface Owner {
  readonly id: number;
}

/** Code that lies in no file: where its text is to be had. */
export interface ReferredSource<Thread extends Owner = Owner> {
  readonly thread: Thread;
  readonly script: Script;
  /** The source of a source map whose file is gone; null: the script itself. */
  readonly file: string | null;
}

/** Numbers under which the editor asks for code that lies in no file: Node's own, what was evaluated, sources that are gone. */
export class SourceReferences<Thread extends Owner = Owner> {
  readonly #numbers = new Map<string, number>();
  readonly #sources: ReferredSource<Thread>[] = [];
  readonly #files = new Map<string, boolean>();

  /** @param file the file that the code was written in; null: the script lies in none. */
  of(thread: Thread, script: Script, file: string | null): DebugProtocol.Source {
    if (file !== null && this.#exists(file)) return { name: basename(file), path: file };
    const name = file !== null ? basename(file) : script.url === "" ? `VM${script.id}` : script.url;
    return { name, ...(file === null ? {} : { path: file }), sourceReference: this.#number({ thread, script, file }) };
  }

  get(reference: number): ReferredSource<Thread> | undefined {
    return this.#sources[reference - 1];
  }

  #number(source: ReferredSource<Thread>): number {
    const key = `${source.thread.id}\n${source.script.id}\n${source.file ?? ""}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#sources.push(source);
    this.#numbers.set(key, this.#sources.length);
    return this.#sources.length;
  }

  #exists(file: string): boolean {
    let known = this.#files.get(file);
    if (known === undefined) {
      known = existsSync(file);
      this.#files.set(file, known);
    }
    return known;
  }
}
